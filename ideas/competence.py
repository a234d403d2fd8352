"""What the ideas count as competence: those that were delivered."""

from typing import Any

from sqlalchemy import func

from contributions.competence.registry import Measure, deed
from contributions.models import Contribution
from core.paging import AnySelect
from core.translation import lazy_gettext as _
from ideas.models import Idea


def _shipped() -> AnySelect:
    idea: Any = Idea.__table__
    at = func.coalesce(idea.c.status_changed_at, Contribution.created_at)
    return deed(at).join(idea, idea.c.id == Contribution.id).where(idea.c.phase == "delivered")


def measures() -> list[Measure]:
    """Return the measures."""
    return [Measure(8, "shipped", _("Delivered ideas"), _("Ideas that became part of a product."), _shipped)]
