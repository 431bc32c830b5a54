"""Forms of an HTML page, parsed and filled in as a browser does it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

Values = Mapping[str, str | Sequence[str] | None]
"""Field name → value or values to set; None removes the field, like an unchecked box."""

Button = tuple[str, str]
"""Name and value of a button or another field."""


@dataclass(slots=True)
class Form:
    """A form with its initial values."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    """Names of all fields and buttons, also of those that submit nothing unless chosen."""

    def fill(self, values: Values, button: Button | None) -> dict[str, list[str]]:
        """Return the data that is submitted after setting `values` and pressing `button`."""
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
        self._is_multiple = False

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
                self._is_multiple = "multiple" in attributes
            case "option":
                self._options.append((value, "selected" in attributes))

    @staticmethod
    def _input(form: Form, input_type: str, name: str, attributes: Mapping[str, str]) -> None:
        value = attributes.get("value", "")
        if input_type in ("checkbox", "radio"):
            if "checked" in attributes:
                form.fields.append((name, attributes.get("value", "on")))
        elif input_type not in ("file", "submit", "button", "image", "reset"):
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
            selected = [value for value, is_selected in self._options if is_selected]
            if not selected and not self._is_multiple and self._options:
                selected = [self._options[0][0]]
            self._form.fields += [(self._select, value) for value in selected]
            self._select = ""
        elif tag == "form":
            self._form = None


def parse_forms(html: str) -> list[Form]:
    """Return the forms of a page in document order."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return parser.forms


def find_form(
    html: str, names: set[str], containing: Button | None = None, action: str = ""
) -> Form:
    """Return the first form that has all of these fields, the field `containing`, the `action`.

    Raises LookupError if there is none.
    """
    for form in parse_forms(html):
        has_field = containing is None or containing in form.fields
        if names <= form.names and has_field and action in ("", form.action):
            return form
    raise LookupError(f"no form with {sorted(names)} {containing or ''} {action}")
