"""Which ideas keep their counts from whoever has not voted: those in areas that say so."""

from typing import Any

from sqlalchemy import ColumnElement, exists

from contributions.models import Contribution
from ideas.models import Area, Idea


def counts_hidden() -> ColumnElement[bool]:
    """Return the condition over Contribution."""
    # Under names of their own, as statements about ideas have both tables already.
    idea: Any = Idea.__table__.alias("counted_idea")
    area: Any = Area.__table__.alias("counted_area")
    there = exists().where(idea.c.id == Contribution.id, area.c.id == idea.c.area_id, area.c.counts_hidden.is_(True))
    return there.correlate(Contribution.__table__)
