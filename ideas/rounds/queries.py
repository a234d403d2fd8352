"""Fetches rounds for someone: found and allowed, or NotFound."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from contributions.models import Contribution, Space
from contributions.visibility import listed_to, readable_by
from core.database import db, locked, read
from core.paging import AnySelect, Cursor, Order, Page, page_of
from ideas.rounds.models import BallotEntry, Phase, Round, RoundBallot, RoundOption, RoundResult

PAGE = 20


def rounds_to(viewer: Viewer) -> ColumnElement[bool]:
    """Rounds that a viewer may know of: in a space that they may read, and drafts for staff alone."""
    readable = Round.space_id.in_(select(Space.id).where(readable_by(viewer)))
    return readable if viewer.standing.employee else and_(readable, Round.phase != Phase.DRAFT)


def round_for(viewer: Viewer, key: int) -> Round:
    """Return a round that a viewer may know of. Raises NotFound."""
    found = db.session.scalars(select(Round).where(Round.id == key, rounds_to(viewer))).one_or_none()
    if found is None:
        raise NotFound
    return found


def hold_round(actor: Viewer, key: int) -> Round:
    """Return a round that an actor may know of, held against other writers. Raises NotFound."""
    found = locked(select(Round).where(Round.id == key, rounds_to(actor)))
    if found is None:
        raise NotFound
    return found


def rounds_page(viewer: Viewer, over: bool, cursor: Cursor | None, limit: int = PAGE) -> Page[Any]:
    """Return a page of rounds: those that are over, the newest first, or the others, the first to close first."""
    columns: AnySelect = select(
        *(Round.id, Round.title, Round.mode, Round.phase, Round.opens_at, Round.closes_at, Round.ballot_count),
        *(Round.counts_hidden, Round.electorate, Space.name.label("space"), _option_count().label("options")),
    )
    columns = columns.join(Space, Space.id == Round.space_id).where(rounds_to(viewer))
    phase = Round.phase == Phase.CLOSED if over else Round.phase != Phase.CLOSED
    order = Order((Round.closes_at, Round.id), descending=over)
    rows = db.session.execute(order.apply(columns.where(phase), cursor, limit)).all()
    return page_of(rows, cursor, limit, lambda row: (row.closes_at, row.id))


def _option_count() -> Any:
    own = select(func.count()).select_from(RoundOption).where(RoundOption.round_id == Round.id)
    return own.correlate(Round).scalar_subquery()


def options_shown(viewer: Viewer, round_id: int) -> list[Any]:
    """Return the options of a round as a viewer may see them: `taken_down` where the idea behind one is closed to them.

    Its words go with the idea, its number and cost stay, as the rules name them.
    """
    visible = and_(Contribution.id == RoundOption.idea_id, listed_to(viewer))
    closed = and_(RoundOption.idea_id.is_not(None), Contribution.id.is_(None))
    columns = select(
        *(RoundOption.id, RoundOption.number, RoundOption.cost, Contribution.id.label("idea_id")),
        *(Contribution.title.label("idea_title"), closed.label("taken_down")),
        *(case((closed, ""), else_=column).label(column.key) for column in (RoundOption.title, RoundOption.body)),
    )
    own = columns.outerjoin(Contribution, visible).where(RoundOption.round_id == round_id)
    return list(read(own.order_by(RoundOption.number)))


def own_ballot(viewer: Viewer, round_id: int) -> RoundBallot | None:
    """Return a viewer's own ballot."""
    if not viewer.signed_in:
        return None
    own = (RoundBallot.round_id == round_id) & (RoundBallot.member_id == viewer.id)
    return db.session.scalars(select(RoundBallot).where(own)).one_or_none()


def values_of(ballot: RoundBallot | None) -> dict[int, int]:
    """Return what a ballot gives, by the ids of options."""
    if ballot is None:
        return {}
    rows = read(select(BallotEntry.option_id, BallotEntry.value).where(BallotEntry.ballot_id == ballot.id))
    return {row.option_id: row.value for row in rows}


def result_of(found: Round) -> dict[str, Any] | None:
    """Return what came out of a round, or None where it is not counted yet."""
    row = db.session.get(RoundResult, found.id)
    return row.result if row else None
