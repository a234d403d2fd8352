"""The moderators' queue: what is flagged or held, with everything that a decision needs, in three statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import ScalarSelect, Select, case, func, select

from accounts.models import Member
from accounts.people import Person, person
from accounts.sanction_models import Sanction
from accounts.viewers import Viewer
from contributions.kinds import KINDS
from contributions.models import Contribution, Space, State
from contributions.moderation.deciding import sentence_for
from contributions.moderation.flagging import reason_names
from contributions.moderation.models import Flag, Review
from contributions.visibility import visible_to
from core.clock import now
from core.database import read
from core.markup import as_markup
from core.pages import ago, full_time, iso
from core.paging import Cursor, Order, Page, page_of
from core.translation import gettext as _
from core.translation import ngettext

PAGE = 30
SHOWS = ("all", "flagged", "held")
OLDEST = Order((Review.opened_at, Review.id), descending=False)
NEWEST = Order((Review.opened_at, Review.id))


@dataclass(slots=True)
class FlagShown:
    """One flag of a case."""

    reason: str
    words: str
    member: Person | None
    weight: str


@dataclass(slots=True)
class Case:
    """One entry of the queue, as the page shows it."""

    id: int
    contribution_id: int
    kind: str
    url: str
    title: str
    space: str
    html: Markup
    state: str
    cause: str
    author: Person | None
    record: Sequence[str]
    opened_at: datetime
    opened_iso: str
    opened_text: str
    opened_full: str
    claimed_by: str = ""
    claimed_by_me: bool = False
    flags: list[FlagShown] = field(default_factory=list)
    suggestion: str = ""


def queue_page(viewer: Viewer, show: str, newest: bool, after: str | None, limit: int = PAGE) -> Page[Case]:
    """Return one page of the queue: two statements. Raises CursorError."""
    cursor = Cursor.decode(after, 2) if after else None
    order = NEWEST if newest else OLDEST
    rows = read(order.apply(_waiting(viewer, show), cursor, limit), {"viewer_id": viewer.id}).all()
    page = page_of(rows, cursor, limit, lambda row: (row.opened_at, row.review_id))
    cases = [_case(viewer, row) for row in page.rows]
    _add_flags(cases)
    return Page(cases, page.before, page.after)


def queue_counts(viewer: Viewer) -> dict[str, int]:
    """Return how many cases wait, by SHOWS: one statement."""
    held = func.coalesce(func.sum(case((Contribution.state == State.HELD, 1), else_=0)), 0)
    flagged = func.coalesce(func.sum(case((Review.weight > 0, 1), else_=0)), 0)
    statement = (
        select(func.count(), flagged, held)
        .select_from(Review)
        .join(Contribution, Contribution.id == Review.contribution_id)
        .where(Review.closed_at.is_(None), visible_to(viewer))
    )
    row = read(statement, {"viewer_id": viewer.id}).one()
    return {name: int(count) for name, count in zip(SHOWS, row, strict=True)}


def _waiting(viewer: Viewer, show: str) -> Select[*tuple[Any, ...]]:
    root: Any = Contribution.__table__.alias("root")
    claimer: Any = Member.__table__.alias("claimer")
    statement = (
        select(
            Review.id.label("review_id"),
            Review.opened_at,
            Review.cause,
            Review.claimed_by_id,
            Review.claimed_until,
            claimer.c.name.label("claimer"),
            Contribution.id,
            Contribution.kind,
            Contribution.html,
            Contribution.state,
            Contribution.author_id,
            Contribution.author_roles,
            Member.name.label("author_name"),
            Member.joined_at,
            Space.name.label("space_name"),
            func.coalesce(Contribution.title, root.c.title).label("thread_title"),
            *_record(),
        )
        .join(Contribution, Contribution.id == Review.contribution_id)
        .join(Space, Space.id == Contribution.space_id)
        .outerjoin(root, root.c.id == Contribution.thread_id)
        .outerjoin(Member, Member.id == Contribution.author_id)
        .outerjoin(claimer, claimer.c.id == Review.claimed_by_id)
        .where(Review.closed_at.is_(None), visible_to(viewer))
    )
    if show == "held":
        return statement.where(Contribution.state == State.HELD)
    return statement.where(Review.weight > 0) if show == "flagged" else statement


def _record() -> tuple[Any, ...]:
    """What is known of the author: posts that stand, posts that moderators took down, sanctions."""
    own: Any = Contribution.__table__.alias("own")
    theirs = own.c.author_id == Contribution.author_id
    taken = theirs & own.c.state.in_(("hidden", "deleted")) & (own.c.state_by_id != own.c.author_id)
    sanctions = select(func.count()).where(Sanction.member_id == Contribution.author_id)
    return (
        _counted(own, theirs & (own.c.state == "published")).label("standing"),
        _counted(own, taken).label("taken_down"),
        sanctions.correlate(Contribution).scalar_subquery().label("sanctions"),
    )


def _counted(table: Any, condition: Any) -> ScalarSelect[int]:
    return select(func.count()).select_from(table).where(condition).correlate(Contribution).scalar_subquery()


def _case(viewer: Viewer, row: Any) -> Case:
    taken = row.claimed_by_id is not None and row.claimed_until is not None and row.claimed_until > now()
    return Case(
        id=row.review_id,
        contribution_id=row.id,
        kind=str(KINDS[row.kind].label),
        url=f"/contributions/{row.id}",
        title=row.thread_title or "",
        space=row.space_name,
        html=as_markup(row.html),
        state=row.state,
        cause=cause_name(row.cause),
        author=person(row.author_id, row.author_name, row.author_roles),
        record=_record_words(row),
        opened_at=row.opened_at,
        opened_iso=iso(row.opened_at),
        opened_text=ago(row.opened_at),
        opened_full=full_time(row.opened_at),
        claimed_by=row.claimer or "" if taken else "",
        claimed_by_me=taken and row.claimed_by_id == viewer.id,
        suggestion=sentence_for(()),
    )


def _record_words(row: Any) -> list[str]:
    if row.author_name is None:
        return []
    words = [
        _("joined %(ago)s", ago=ago(row.joined_at)),
        ngettext("%(num)s post stands", "%(num)s posts stand", row.standing),
    ]
    if row.taken_down:
        words.append(ngettext("%(num)s taken down before", "%(num)s taken down before", row.taken_down))
    if row.sanctions:
        words.append(ngettext("%(num)s sanction", "%(num)s sanctions", row.sanctions))
    return words


def _add_flags(cases: Sequence[Case]) -> None:
    """Hang the open flags on their cases: one statement."""
    by_contribution = {one.contribution_id: one for one in cases}
    statement = (
        select(Flag.contribution_id, Flag.reason, Flag.words, Flag.weight, Member.id, Member.name, Member.roles_held)
        .join(Member, Member.id == Flag.member_id)
        .where(Flag.contribution_id.in_(list(by_contribution)), Flag.state == "open")
        .order_by(Flag.id)
    )
    names, reasons = reason_names(), dict[int, list[str]]()
    for row in read(statement):
        shown = FlagShown(names[row.reason][0], row.words, person(row.id, row.name, row.roles), f"{row.weight:.1f}")
        by_contribution[row.contribution_id].flags.append(shown)
        reasons.setdefault(row.contribution_id, []).append(row.reason)
    for key, given in reasons.items():
        by_contribution[key].suggestion = sentence_for(given)


def cause_name(cause: str) -> str:
    """Say why a post stands in the queue."""
    names = {
        "flags": _("Flagged"),
        "spam": _("Reads like spam"),
        "links": _("Links in a first post"),
        "speed": _("Written in no time"),
        "import": _("Came held with an import"),
    }
    return names.get(cause, cause)
