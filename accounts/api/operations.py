"""Operations: each is described once, and that description routes it, checks what comes in and writes what goes out."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app

from accounts.api.answering import answer
from accounts.api.shapes import Answered
from accounts.tokens.scopes import Scope
from core.forms import Schema

PREFIX = "/api/v1"
View = Callable[..., Answered]


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One thing that a program can ask for. `scope` None opens it to everybody, for what everybody may read.

    `asks` describes the query and `takes` the body; the view is given the viewer, and by name what the address names,
    `asked` and `draft`.
    """

    name: str
    method: str
    path: str
    section: str
    view: View
    scope: Scope | None
    gives: type[Answered]
    asks: type[Schema] | None = None
    takes: type[Schema] | None = None
    limit: str = ""

    @property
    def summary(self) -> str:
        """What it does, in one sentence."""
        return (inspect.getdoc(self.view) or "").partition("\n")[0]

    @property
    def endpoint(self) -> str:
        """The name under which the access table knows it."""
        return f"api.{self.name}"

    @property
    def status(self) -> int:
        """The status of its success: POST makes something, everything else shows how things stand."""
        return 201 if self.method == "POST" else 200


class Section:
    """The operations of one part of the house."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.operations: list[Operation] = []

    def add(self, method: str, path: str, gives: type[Answered], **more: Any) -> Callable[[View], View]:
        """Describe the function below as an operation."""

        def describe(view: View) -> View:
            described = {"scope": Scope.READ if method == "GET" else Scope.WRITE, **more}
            self.operations.append(
                Operation(
                    name=view.__name__, method=method, path=path, section=self.name, view=view, gives=gives, **described
                )
            )
            return view

        return describe

    def register(self, app: Flask) -> None:
        """Open the addresses."""
        operations_of(app).extend(self.operations)
        for operation in self.operations:
            app.add_url_rule(PREFIX + operation.path, operation.endpoint, _view(operation), methods=[operation.method])


def _view(operation: Operation) -> Callable[..., Response]:
    def view(**named: Any) -> Response:
        return answer(operation, named)

    return view


def operations_of(app: Flask) -> list[Operation]:
    """Return every operation of an application, in the order in which the rooms were opened."""
    known: list[Operation] = app.extensions.setdefault("api operations", [])
    return known


def all_operations() -> list[Operation]:
    """Return every operation of the current application."""
    return operations_of(current_app._get_current_object())  # type: ignore[attr-defined]
