"""A rule that refuses one field of a form, so that the page can say it beside the field and keep what was typed."""

from collections.abc import Callable

from core.errors import Refused
from core.forms import Form, SchemaType


class FieldRefused(Refused):
    """A rule says no to one field; an empty name means the form as a whole."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def attempt(form: Form[SchemaType], deed: Callable[[SchemaType], object]) -> Form[SchemaType]:
    """Do a deed with a form that has no errors; where a rule refuses, return the form with that error and no draft."""
    if form.draft is None:
        return form
    try:
        deed(form.draft)
    except FieldRefused as refusal:
        return Form(form.values, {refusal.field: str(refusal)}, None)
    return form
