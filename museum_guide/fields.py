"""Forms of those who keep a museum, each described as a list of fields; one template shows them all."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from flask import render_template, request
from flask.typing import ResponseReturnValue

from core.forms import Form


class Field(NamedTuple):
    """A field: `kind` is line, text, number, check, select or file; a select has `choices` of value and text."""

    name: str
    label: str
    kind: str = "line"
    hint: str = ""
    choices: Sequence[tuple[str, str]] = ()
    required: bool = False


class Group(NamedTuple):
    """Fields under one heading, which may be empty."""

    heading: str
    fields: Sequence[Field]


def form_page(
    title: str,
    back: tuple[str, str],
    groups: Sequence[Group],
    form: Form[Any] | None,
    kept: Mapping[str, Any],
    **more: Any,
) -> ResponseReturnValue:
    """Show a form with what is kept, or with what was typed and what is wrong with it. `back` is a text and address."""
    sent = request.method == "POST" and form is not None
    values = dict(form.values) if sent and form else dict(kept)
    errors = dict(form.errors) if sent and form else {}
    labels = [(field.name, field.label) for group in groups for field in group.fields]
    page = render_template(
        "museum_guide/form.html",
        current="museums",
        title=title,
        back=back,
        groups=groups,
        values=values,
        errors=errors,
        labels=labels,
        with_file=any(field.kind == "file" for group in groups for field in group.fields),
        **{"lead": "", "deed": "", "below": None, **more},
    )
    return page, 422 if errors else 200
