"""The day of a moment, in UTC on every database."""

from datetime import date
from typing import Any

from sqlalchemy import Date
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class day_of(GenericFunction[date]):  # noqa: N801
    """The day on which a moment lies."""

    type = Date()
    inherit_cache = True


@compiles(day_of)
def _plain(element: Any, compiler: Any, **options: Any) -> str:
    return f"date({compiler.process(element.clauses, **options)})"


@compiles(day_of, "postgresql")
def _zoned(element: Any, compiler: Any, **options: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **options)} AT TIME ZONE 'UTC' AS date)"
