"""Reads what a form or a program sent through one pydantic schema, and says plainly what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from flask import request
from pydantic import BaseModel, ConfigDict, ValidationError

from core.translation import gettext as _

SchemaType = TypeVar("SchemaType", bound="Schema")


class Schema(BaseModel):
    """The base of everything that may be sent: texts are trimmed, unknown fields are refused."""

    model_config = ConfigDict(str_strip_whitespace=True, extra="ignore", frozen=True, defer_build=True)


@dataclass(frozen=True)
class Form(Generic[SchemaType]):
    """What was sent: `values` as typed, `errors` by field, and the `draft` where there are none."""

    values: Mapping[str, Any]
    errors: Mapping[str, str] = field(default_factory=dict)
    draft: SchemaType | None = None

    def refused(self, name: str, reason: object) -> "Form[SchemaType]":
        """Return what was sent with the reason why it cannot be taken now, for showing it again."""
        return Form(self.values, errors={name: str(reason)})

    def value(self, name: str, otherwise: str = "") -> str:
        """Return a field as it was typed, for showing it again."""
        value = self.values.get(name, otherwise)
        return ", ".join(value) if isinstance(value, list) else str(value or "")


def read_form(schema: type[SchemaType]) -> Form[SchemaType]:
    """Read the form or the JSON of the current request."""
    sent = request.get_json(silent=True) if request.is_json else request.form.to_dict()
    values = sent if isinstance(sent, dict) else {}
    try:
        return Form(values, draft=schema.model_validate(values))
    except ValidationError as error:
        return Form(values, errors=explain(error))


def explain(error: ValidationError) -> dict[str, str]:
    """Return one sentence for each field that is wrong."""
    return {str((problem["loc"] or ("form",))[0]): _sentence(problem) for problem in reversed(error.errors())}


def _sentence(problem: Any) -> str:
    context = problem.get("ctx", {})
    sentences = {
        "missing": lambda: _("Please fill this in."),
        "too_short": lambda: _("Please write at least %(count)s characters.", count=context["min_length"]),
        "too_long": lambda: _("That is too long: at most %(count)s characters.", count=context["max_length"]),
        "int_parsing": lambda: _("Please choose one."),
        "value_error": lambda: str(context.get("error", _("Please check this."))),
    }
    # A length that is checked behind a validator of ours is named without the type.
    kind = problem["type"].removeprefix("string_")
    return str(sentences.get(kind, lambda: _("Please check this."))())
