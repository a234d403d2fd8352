"""What the roadmap, the changelog and the logs put on the board and on the page of an idea."""

from typing import Any

from sqlalchemy import ColumnElement, func, select

from accounts.viewers import Standing, Viewer
from contributions.kinds import KINDS
from contributions.models import Contribution
from contributions.visibility import listed_to, typical
from core.translation import gettext as _
from core.translation import lazy_gettext
from ideas.changelog.models import ReleaseIdea
from ideas.lessons.models import Lesson
from ideas.models import Idea
from ideas.roadmap.models import Promise
from ideas.slots import BoardLink, Deed, Panel

idea: Any = Idea.__table__
promise: Any = Promise.__table__
LINKS = (
    BoardLink("roadmap", lazy_gettext("Roadmap"), "/roadmap", 20),
    BoardLink("changelog", lazy_gettext("Changelog"), "/changelog", 30),
    BoardLink("stories", lazy_gettext("True stories"), "/stories", 90),
)


def links(_viewer: Viewer) -> tuple[BoardLink, ...]:
    """Return the tabs of the board."""
    return LINKS


def columns(standing: Standing) -> list[ColumnElement[Any]]:
    """Return, with the row of an idea, the latest promise and release that name it, and how much its log holds."""
    promised, released = (promise.c.id, promise.c.idea_id), (ReleaseIdea.release_id, ReleaseIdea.idea_id)
    lessons = select(func.count()).where(Lesson.idea_id == idea.c.id).correlate(idea).scalar_subquery()
    return [
        _latest(standing, Contribution.id, *promised).label("promise_id"),
        _latest(standing, Contribution.title, *promised).label("promise_title"),
        _latest(standing, Contribution.id, *released).label("release_id"),
        _latest(standing, Contribution.title, *released).label("release_title"),
        lessons.label("lessons"),
    ]


def _latest(standing: Standing, column: Any, key: Any, named: Any) -> Any:
    """A column of the latest thing that names the idea of the enclosing statement and that a viewer may see."""
    found = select(column).join(key.table, key == Contribution.id).where(named == idea.c.id)
    seen = found.where(listed_to(typical(standing))).order_by(Contribution.id.desc()).limit(1)
    return seen.correlate(idea).scalar_subquery()


def panels(_viewer: Viewer, row: Any) -> list[Panel]:
    """Return what stands beside an idea: what is promised of it, what was released, and what was learned."""
    shown = {
        "promise": _link("promise", row.promise_id, row.promise_title),
        "release": _link("release", row.release_id, row.release_title),
        "lessons": row.lessons,
        "log": f"/ideas/{row.id}/lessons",
    }
    return [Panel("ideas/roadmap/panel.html", shown, "aside", 30)]


def _link(kind: str, key: int | None, title: str | None) -> tuple[str, str] | None:
    return (title or "", KINDS[kind].address(key, title or "")) if key else None


def deeds(viewer: Viewer, row: Any) -> list[Deed]:
    """Return what staff may do with an idea here."""
    if not viewer.standing.employee:
        return []
    return [
        Deed(_("Promise something"), f"/roadmap/new?idea={row.id}", "clock", staff=True, rank=60),
        Deed(_("Put it in the changelog"), f"/changelog/new?ideas={row.id}", "check", staff=True, rank=70),
    ]
