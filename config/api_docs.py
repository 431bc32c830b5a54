"""The documentation page of the API, rendered from its OpenAPI description.

Not a renderer for any OpenAPI document: it covers what django-ninja writes for this API, whose
operations are all GET and answer 200 with JSON.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

_SCHEMA_PREFIX = "#/components/schemas/"
# Of the endpoints that need a parameter.
_EXAMPLE_QUERIES = {"/api/search/": "?q=养老", "/api/people/": "?province=hubei"}


@dataclass(frozen=True, slots=True)
class SchemaField:
    """A parameter, or a field of a response; `depth` is its level of nesting, 0 outermost."""

    name: str
    type_name: str
    description: str
    required: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Operation:
    """An endpoint with its parameters, response fields and errors (status and description)."""

    path: str
    summary: str
    description: str
    parameters: list[SchemaField]
    response: list[SchemaField]
    errors: list[tuple[str, str]]

    @property
    def anchor(self) -> str:
        return self.path.strip("/").replace("/", "-").replace("{", "").replace("}", "")

    @property
    def example(self) -> str:
        """A URL to try; "" where the path names one object."""
        return "" if "{" in self.path else self.path + _EXAMPLE_QUERIES.get(self.path, "")


class DocumentationPage(DocsBase):
    """The page in Chinese and without JavaScript, as all pages; ninja's own are neither."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        document = api.get_openapi_schema(path_params=kwargs)
        context = {"info": document["info"], "operations": operations(document)}
        return render(request, "api/documentation.html", context)


def operations(document: dict[str, Any]) -> list[Operation]:
    """Return the operations of an OpenAPI document, in its order."""
    schemas = document["components"]["schemas"]
    return [
        _operation(path, methods["get"], schemas) for path, methods in document["paths"].items()
    ]


def _operation(path: str, operation: dict[str, Any], schemas: dict[str, Any]) -> Operation:
    responses = {str(status): response for status, response in operation["responses"].items()}
    schema = responses["200"]["content"]["application/json"]["schema"]
    return Operation(
        path,
        operation.get("summary", ""),
        operation.get("description", ""),
        [
            SchemaField(
                parameter["name"],
                _type_name(parameter["schema"], schemas),
                parameter["schema"].get("description", "") or parameter.get("description", ""),
                parameter.get("required", False),
            )
            for parameter in operation.get("parameters", [])
        ],
        list(_fields(schema, schemas, 0)),
        [
            (status, response["description"])
            for status, response in responses.items()
            if status != "200"
        ],
    )


def _fields(schema: dict[str, Any], schemas: dict[str, Any], depth: int) -> Iterator[SchemaField]:
    """Yield the fields of a schema, each followed by its nested fields."""
    for name, field in _resolved(schema, schemas).get("properties", {}).items():
        yield SchemaField(
            name, _type_name(field, schemas), field.get("description", ""), depth=depth
        )
        for nested in _nested_schemas(field):
            yield from _fields(nested, schemas, depth + 1)


def _nested_schemas(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the references to schemas with fields of their own, within lists and unions too."""
    if "$ref" in schema:
        yield schema
    inner = [schema.get("items"), schema.get("additionalProperties"), *schema.get("anyOf", [])]
    for candidate in inner:
        if isinstance(candidate, dict):
            yield from _nested_schemas(candidate)


def _resolved(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        schema = schemas[schema["$ref"].removeprefix(_SCHEMA_PREFIX)]
    return schema


def _type_name(schema: dict[str, Any], schemas: dict[str, Any]) -> str:
    """Return the JSON type of a value as shown to programmers, e.g. `[integer]`."""
    if "$ref" in schema:
        return "object"
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_type_name(each, schemas) for each in schema["anyOf"]))
    if choices := schema.get("enum") or ([schema["const"]] if "const" in schema else []):
        return " | ".join(f'"{choice}"' for choice in choices)
    if schema.get("type") == "array":
        return f"[{_type_name(schema.get('items', {}), schemas)}]"
    name = str(schema.get("type", "object"))
    return f"{name} ({schema['format']})" if "format" in schema else name
