"""The description of the interface in OpenAPI 3.1, made of the models that check and write what goes in and out."""

import re
from functools import lru_cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from accounts.api.operations import PREFIX, Operation
from accounts.api.repeating import HEADER, LONGEST
from accounts.api.shapes import Problem
from accounts.tokens.granting import PREFIX as TOKEN_PREFIX
from core.database import LARGEST_KEY

References = dict[tuple[type[BaseModel], Any], Any]
TEMPLATE = "#/components/schemas/{model}"
CONVERTER = re.compile(r"<(?:(\w+):)?(\w+)>")
# What a page sends along to say when it was opened; of no use to a program.
PAGE_ONLY = "begun"
KEY_PARAMETER = {
    "name": HEADER,
    "in": "header",
    "description": "Sent again within a day with the same key, a call does nothing again and gets the same answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "^[!-~]+$"},
}


def description(operations: tuple[Operation, ...], title: str, base: str) -> dict[str, Any]:
    """Return the OpenAPI document of these operations."""
    schemas, references = _schemas(operations)
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        path = CONVERTER.sub(r"{\2}", PREFIX + operation.path)
        paths.setdefault(path, {})[operation.method.lower()] = _described(operation, references)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1", "description": "What people do on the pages, for programs."},
        "servers": [{"url": base}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "bearerFormat": f"{TOKEN_PREFIX}…"},
            },
        },
    }


def _schemas(operations: tuple[Operation, ...]) -> tuple[dict[str, Any], References]:
    wanted: dict[tuple[type[BaseModel], Any], None] = {(Problem, "serialization"): None}
    for operation in operations:
        wanted[operation.gives, "serialization"] = None
        for taken in (operation.takes, operation.asks):
            if taken:
                wanted[taken, "validation"] = None
    references, document = models_json_schema(list(wanted), ref_template=TEMPLATE)
    schemas: dict[str, Any] = document["$defs"]
    for schema in schemas.values():
        schema.get("properties", {}).pop(PAGE_ONLY, None)
    asked = {references[operation.asks, "validation"]["$ref"] for operation in operations if operation.asks}
    parameters = {name.rpartition("/")[2]: schemas.pop(name.rpartition("/")[2]) for name in asked}
    resolved: Any = {
        key: parameters.get(value["$ref"].rpartition("/")[2], value) for key, value in dict(references).items()
    }
    return schemas, resolved


def _described(operation: Operation, references: References) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [operation.section],
        "parameters": _parameters(operation, references),
        "responses": {
            str(operation.status): {
                "description": "Done." if operation.method != "GET" else "What was asked for.",
                "content": {"application/json": {"schema": references[operation.gives, "serialization"]}},
            },
            "default": {
                "description": "A problem (RFC 9457).",
                "content": {"application/problem+json": {"schema": references[Problem, "serialization"]}},
            },
        },
    }
    if operation.scope is None:
        described["security"] = [{}, {"token": []}]
    else:
        described["description"] = f"Needs a token with the scope `{operation.scope}`."
    if operation.takes:
        schema = references[operation.takes, "validation"]
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return described


def _parameters(operation: Operation, references: References) -> list[dict[str, Any]]:
    named = [
        {"name": name, "in": "path", "required": True, "schema": _of_converter(converter)}
        for converter, name in CONVERTER.findall(operation.path)
    ]
    if operation.asks:
        schema = references[operation.asks, "validation"]
        named += [
            {"name": name, "in": "query", "required": name in schema.get("required", ()), "schema": of}
            for name, of in schema["properties"].items()
        ]
    return [*named, KEY_PARAMETER] if operation.method == "POST" else named


@lru_cache(maxsize=8)
def _of_converter(converter: str) -> dict[str, Any]:
    if converter == "int":
        return {"type": "integer", "minimum": 0, "maximum": LARGEST_KEY}
    return {"type": "string", "minLength": 1, "maxLength": 60}
