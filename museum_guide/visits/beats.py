"""What phones say of the time that their owners spend with artefacts: running totals, taken as far as they can be true.

A phone sends totals instead of what was added, so that it does no harm where one comes late, twice, out of order, or
days later when there was no network in the basement. It is believed at most as long as it lasted: looks of a visit lie
one after the other, between its beginning and its end, and none counts for longer than 15 minutes.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, cast

from itsdangerous import BadSignature
from pydantic import Field
from sqlalchemy import BindParameter, Connection, Select, String, Table, bindparam, func, select
from sqlalchemy.orm import aliased

from core.clock import now
from core.database import LARGEST_KEY, Key, UTCDateTime, insert_into, own_transaction
from core.forms import Schema
from core.signing import signer
from museum_guide.artefacts.models import Artefact
from museum_guide.visits.models import LONGEST_MS, ArtefactView, Visit

PURPOSE = "atrium beats"
VIEWS = cast("Table", ArtefactView.__table__)
# No phone looks at more in one visit; whoever makes looks up fills no database.
MOST_VIEWS = 500
MILLISECOND = timedelta(milliseconds=1)
YEAR_MS = 366 * 24 * 3600 * 1000
Milliseconds = Annotated[int, Field(ge=0, le=YEAR_MS)]


class Total(Schema):
    """What a phone says of one look: the totals of `active` (looking or listening) and `audio` (listening) time.

    `age` is for how long the look had been open when it was measured, and `ago` how long it is since; all in
    milliseconds. Both are differences on the phone's own clock, so that it may be wrong.
    """

    key: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,22}$")]
    artefact: Annotated[int, Field(ge=1, le=LARGEST_KEY)]
    by: Literal["qr", "keypad", "list", "suggestion", "tour", "nearby", "link"] = "link"
    age: Milliseconds
    ago: Milliseconds = 0
    active: Milliseconds
    audio: Milliseconds = 0
    depth: Annotated[int, Field(ge=1, le=3)] = 1
    seq: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    closed: bool = False


class Beats(Schema):
    """Totals of one phone. The token is in the body, as what a browser sends while it closes has no headers."""

    token: Annotated[str, Field(max_length=200)]
    views: Annotated[list[Total], Field(min_length=1, max_length=MOST_VIEWS)]


class Bounds(NamedTuple):
    """Between what a look must lie: the visit, and the looks before it and after it."""

    begins: datetime
    ends: datetime
    before: datetime | None
    after: datetime | None


class Known(NamedTuple):
    """What is known of a look already."""

    opened_at: datetime
    last_at: datetime
    active_ms: int
    audio_ms: int
    depth: int
    seq: int
    closed: bool


def token_of(visit_id: int) -> str:
    """Return what a phone must send along to speak for a visit; it opens nothing else."""
    return str(signer(PURPOSE).dumps(visit_id))


def take(beats: Beats) -> bool:
    """Take what a phone says, and return whether its visit is there to take it; artefacts elsewhere are passed over."""
    try:
        visit_id = int(signer(PURPOSE).loads(beats.token))
    except (BadSignature, ValueError, TypeError):
        return False
    at = now()
    # The first opened comes first, so that each finds the one before it.
    views = sorted(beats.views, key=lambda view: view.ago + view.age, reverse=True)
    with own_transaction(f"visit {visit_id}") as connection:
        taken = [_take(connection, visit_id, total, at) for total in views]
    return any(taken)


def _take(connection: Connection, visit_id: int, total: Total, at: datetime) -> bool:
    measured = at - total.ago * MILLISECOND
    opened = measured - total.age * MILLISECOND
    values = {"visit": visit_id, "key": total.key, "artefact": total.artefact, "opened": opened}
    row = connection.execute(_state(), values).one_or_none()
    if row is None:
        return False
    ends = min(filter(None, (at, row.ends_at, row.ended_at)))
    known = Known(*row[: len(Known._fields)]) if row.opened_at else None
    outside = opened >= ends or measured <= row.started_at
    if row.shown is None or (known is None and (row.views >= MOST_VIEWS or outside)):
        return bool(opened < ends)
    held = believed(total, measured, Bounds(row.started_at, ends, row.before, row.after), known)
    written = {"visit_id": visit_id, "artefact_id": total.artefact, "key": total.key, "opened_by": total.by}
    connection.execute(_upsert(), {**written, **held._asdict()})
    return True


def believed(total: Total, measured: datetime, bounds: Bounds, known: Known | None) -> Known:
    """Return what can be true of a look; it never takes back what was believed before."""
    last = min(measured, bounds.ends, bounds.after or bounds.ends)
    if known is None:
        opened = max(measured - total.age * MILLISECOND, bounds.begins, bounds.before or bounds.begins)
        known = Known(opened, opened, 0, 0, 1, 0, False)
    last = max(last, known.last_at)
    room = min(LONGEST_MS, (last - known.opened_at) // MILLISECOND)
    active = min(max(total.active, known.active_ms), room)
    audio = min(max(total.audio, known.audio_ms), active)
    depth, seq = max(total.depth, known.depth), max(total.seq, known.seq)
    return Known(known.opened_at, last, active, audio, depth, seq, total.closed or known.closed)


@cache
def _state() -> Select[Any]:
    """What decides about one look: the visit, what is known of the look, and the looks around it."""
    own, other = aliased(ArtefactView), aliased(ArtefactView)
    visit: BindParameter[Any] = bindparam("visit", type_=Key)
    key: BindParameter[Any] = bindparam("key", type_=String())
    opened = func.coalesce(own.opened_at, bindparam("opened", type_=UTCDateTime))
    others = (other.visit_id == Visit.id, other.key != key)
    before = select(func.max(other.last_at)).where(*others, other.opened_at <= opened)
    after = select(func.min(other.opened_at)).where(*others, other.opened_at > opened)
    views = select(func.count()).select_from(other).where(other.visit_id == Visit.id)
    return (
        select(
            *(getattr(own, name) for name in Known._fields),
            *(Visit.started_at, Visit.ends_at, Visit.ended_at, Artefact.id.label("shown")),
            before.correlate(Visit, own).scalar_subquery().label("before"),
            after.correlate(Visit, own).scalar_subquery().label("after"),
            views.correlate(Visit).scalar_subquery().label("views"),
        )
        .select_from(Visit)
        .outerjoin(
            Artefact, (Artefact.museum_id == Visit.museum_id) & (Artefact.id == bindparam("artefact", type_=Key))
        )
        .outerjoin(own, (own.visit_id == Visit.id) & (own.key == key) & (own.artefact_id == Artefact.id))
        .where(Visit.id == visit)
    )


@cache
def _upsert() -> Any:
    placed = insert_into(VIEWS)
    changed: Sequence[str] = Known._fields
    return placed.on_conflict_do_update(
        index_elements=["visit_id", "key"],
        set_={name: placed.excluded[name] for name in changed},
        where=VIEWS.c.artefact_id == placed.excluded.artefact_id,
    )
