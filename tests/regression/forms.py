"""The forms of an HTML page, filled in and submitted as a browser does it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

Values = Mapping[str, str | Sequence[str] | None]
"""Field name → value or values to set; None leaves the field out, as an unticked box is."""

Button = tuple[str, str]
"""Name and value of a button or another field."""


@dataclass(slots=True)
class Form:
    """A form with the values that it is submitted with when nothing is filled in."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    """Of all fields and buttons, also those that submit nothing unless they are chosen."""

    def filled(self, values: Values, button: Button | None) -> dict[str, list[str]]:
        """Return the data submitted after setting `values` and pressing `button`."""
        data: dict[str, list[str]] = {}
        for name, default in self.fields:
            data.setdefault(name, []).append(default)
        for name, value in values.items():
            if value is None:
                data.pop(name, None)
            else:
                data[name] = [value] if isinstance(value, str) else list(value)
        if button:
            data[button[0]] = [button[1]]
        return data


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._text: tuple[str, list[str]] | None = None
        self._select = ""
        self._options: list[tuple[str, bool]] = []
        self._several = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        name, value = attributes.get("name", ""), attributes.get("value", "")
        if tag == "form":
            self._form = Form(attributes.get("action", ""))
            self.forms.append(self._form)
        if self._form is None or "disabled" in attributes:
            return
        if name:
            self._form.names.add(name)
        match tag:
            case "input" if name:
                self._input(self._form, attributes.get("type", "text"), name, attributes)
            case "textarea":
                self._text = name, []
            case "select":
                self._select, self._options = name, []
                self._several = "multiple" in attributes
            case "option":
                self._options.append((value, "selected" in attributes))

    @staticmethod
    def _input(form: Form, kind: str, name: str, attributes: Mapping[str, str]) -> None:
        value = attributes.get("value", "")
        if kind in ("checkbox", "radio"):
            if "checked" in attributes:
                form.fields.append((name, attributes.get("value", "on")))
        elif kind not in ("file", "submit", "button", "image", "reset"):
            form.fields.append((name, value))

    def handle_data(self, data: str) -> None:
        if self._text:
            self._text[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text and self._form:
            name, pieces = self._text
            # The first line break of a text area belongs to the markup.
            text = "".join(pieces).replace("\r\n", "\n").removeprefix("\n")
            self._form.fields.append((name, text.replace("\n", "\r\n")))
            self._text = None
        elif tag == "select" and self._select and self._form:
            chosen = [value for value, is_selected in self._options if is_selected]
            if not chosen and not self._several and self._options:
                chosen = [self._options[0][0]]
            self._form.fields += [(self._select, value) for value in chosen]
            self._select = ""
        elif tag == "form":
            self._form = None


def forms_of(html: str) -> list[Form]:
    """Return the forms of a page in document order."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return parser.forms


def form_with(html: str, names: set[str], holding: Button | None = None, action: str = "") -> Form:
    """Return the first form that has fields of these names, one with this value, this action.

    Raises LookupError if there is none.
    """
    for form in forms_of(html):
        matches = holding is None or holding in form.fields
        if names <= form.names and matches and action in ("", form.action):
            return form
    raise LookupError(f"no form with {sorted(names)} {holding or ''} {action}")
