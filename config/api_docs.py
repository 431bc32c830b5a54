"""The OpenAPI description taken apart for the page that shows it to people."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_REFERENCE = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Value:
    """A parameter or a part of an answer; `depth` says inside what it stands."""

    name: str
    kind: str
    meaning: str
    required: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Operation:
    """An address and what it takes and gives."""

    path: str
    summary: str
    description: str
    parameters: list[Value]
    answer: list[Value]
    failures: list[tuple[str, str]]

    @property
    def anchor(self) -> str:
        return self.path.strip("/").replace("/", "-").replace("{", "").replace("}", "")


def operations(schema: dict[str, Any]) -> list[Operation]:
    """Return everything that can be asked, in the order of the description."""
    shapes = schema["components"]["schemas"]
    return [_operation(path, methods["get"], shapes) for path, methods in schema["paths"].items()]


def _operation(path: str, told: dict[str, Any], shapes: dict[str, Any]) -> Operation:
    answers = {str(status): each for status, each in told["responses"].items()}
    shape = answers["200"]["content"]["application/json"]["schema"]
    return Operation(
        path,
        told.get("summary", ""),
        told.get("description", ""),
        [
            Value(
                each["name"],
                _kind(each["schema"], shapes),
                each["schema"].get("description", "") or each.get("description", ""),
                each.get("required", False),
            )
            for each in told.get("parameters", [])
        ],
        list(_values(shape, shapes, 0)),
        [(status, each["description"]) for status, each in answers.items() if status != "200"],
    )


def _values(shape: dict[str, Any], shapes: dict[str, Any], depth: int) -> Iterator[Value]:
    """Yield the parts of a shape, those of a part behind it."""
    for name, part in _resolved(shape, shapes).get("properties", {}).items():
        yield Value(name, _kind(part, shapes), part.get("description", ""), depth=depth)
        for inner in _inside(part):
            yield from _values(inner, shapes, depth + 1)


def _inside(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what a part is or holds, where that has parts of its own."""
    if "$ref" in part:
        yield part
    for each in [part.get("items"), part.get("additionalProperties"), *part.get("anyOf", [])]:
        if isinstance(each, dict):
            yield from _inside(each)


def _resolved(shape: dict[str, Any], shapes: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in shape:
        shape = shapes[shape["$ref"].removeprefix(_REFERENCE)]
    return shape


def _kind(part: dict[str, Any], shapes: dict[str, Any]) -> str:
    """Say what a value is, as programs call it."""
    if "$ref" in part:
        return "object"
    if "anyOf" in part:
        return " | ".join(dict.fromkeys(_kind(each, shapes) for each in part["anyOf"]))
    if choices := part.get("enum") or ([part["const"]] if "const" in part else []):
        return " | ".join(f'"{each}"' for each in choices)
    if part.get("type") == "array":
        return f"[{_kind(part.get('items', {}), shapes)}]"
    kind = str(part.get("type", "object"))
    return f"{kind} ({part['format']})" if "format" in part else kind
