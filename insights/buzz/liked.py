"""What the page of favourites says: the lists that a run kept, how each differs from the last, and how long ideas stay.

All of it follows from the lists, of at most 36 months and ten ideas, so nothing of a forgotten idea stays in a number.
"""

from typing import Any, NamedTuple

from sqlalchemy import select

from accounts.viewers import Viewer
from contributions.kinds import KINDS
from contributions.models import Contribution
from contributions.visibility import visible_to
from core.database import read
from insights.buzz.lasting import Step, change, expected_stay, stays, survival
from insights.buzz.models import FavouritePlace
from insights.running import latest_run_id


class Favourite(NamedTuple):
    """An idea in the list of a month: its place, its votes up less down, and how many places it won or lost."""

    place: int
    title: str
    url: str
    score: int
    moved: int


class Month(NamedTuple):
    """A month: its list, how like it is to the one before (None for the first), and who fell out of it or down."""

    month: str
    likeness: float | None
    favourites: list[Favourite]
    fallers: list[tuple[str, str, int]]


class Favourites(NamedTuple):
    """All months, the latest first, the survival curve of stays, and the mean stay in months where an end was seen."""

    months: list[Month]
    survival: list[Step]
    stay: float | None


def favourites_for(viewer: Viewer) -> Favourites:
    """Return the lists of the last run, of ideas that a viewer may see; one statement."""
    rows = (
        select(FavouritePlace.month, FavouritePlace.score, Contribution.id, Contribution.kind, Contribution.title)
        .join(Contribution, Contribution.id == FavouritePlace.contribution_id)
        .where(FavouritePlace.run_id == latest_run_id(), visible_to(viewer))
        .order_by(FavouritePlace.month, FavouritePlace.place)
    )
    lists: dict[str, list[Any]] = {}
    for row in read(rows, {"viewer_id": viewer.id}):
        lists.setdefault(row.month, []).append(row)
    known = {row.id: row for some in lists.values() for row in some}
    ids = [[row.id for row in some] for some in lists.values()]
    lengths = stays(ids)
    before: list[list[int]] = [[], *ids]
    months = [_month(month, some, before[at], known, first=at == 0) for at, (month, some) in enumerate(lists.items())]
    return Favourites(months[::-1], survival(lengths) if lengths else [], expected_stay(lengths))


def _month(month: str, some: list[Any], before: list[int], known: dict[int, Any], *, first: bool) -> Month:
    found = change(before, [row.id for row in some])
    moved: dict[Any, int] = {} if first else dict([*found.risers, *found.fallers])
    favourites = [
        Favourite(place, row.title, _url(row), row.score, moved.get(row.id, 0)) for place, row in enumerate(some, 1)
    ]
    fallers = [(known[key].title, _url(known[key]), -places) for key, places in moved.items() if places < 0]
    return Month(month, None if first else found.likeness, favourites, fallers)


def _url(row: Any) -> str:
    return KINDS[row.kind].address(row.id, row.title)
