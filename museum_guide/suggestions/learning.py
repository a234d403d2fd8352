"""Lays down what suggestions are made from: the worker reads museums and looks, every web process reads the result."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, delete, func, select

from core.clock import now
from core.database import db, insert_into, read
from museum_guide.artefacts.models import Artefact, ArtefactText, CuratorLink, Placement, Sound, Subject
from museum_guide.models import Museum, Passage, Room
from museum_guide.suggestions.describing import Described, terms_of
from museum_guide.suggestions.interest import Look, seconds_needed, usual_logs, weight
from museum_guide.suggestions.models import SuggestionGround
from museum_guide.visits.models import DEPTHS, ArtefactView

JOB = "learn what to suggest"
ONLY = 1
# What was liked longer ago says little of who comes now; and so many looks are enough.
REMEMBERED = timedelta(days=365)
MOST_LOOKS = 200_000
NAMES = {number: name for name, number in DEPTHS.items()}
PUBLISHED = (Artefact.state == "published", Museum.published.is_(True))


def learn() -> None:
    """Lay down anew what suggestions are made from, where anything changed since it was."""
    stamp = _stamp()
    if db.session.scalar(select(SuggestionGround.stamp)) == stamp:
        return
    row = {"id": ONLY, "stamp": stamp, "made_at": now(), "packed": _packed()}
    statement = insert_into(SuggestionGround).values(row)
    kept = {name: statement.excluded[name] for name in row if name != "id"}
    db.session.execute(statement.on_conflict_do_update(index_elements=[SuggestionGround.id], set_=kept))


def forget() -> None:
    """Take away what was laid down."""
    db.session.execute(delete(SuggestionGround))


def _stamp() -> str:
    counted = [
        select(func.count(), func.max(Artefact.changed_at)).select_from(Artefact),
        select(func.count(), func.max(ArtefactView.last_at)).select_from(ArtefactView),
        select(func.count(), func.max(Placement.id), func.count(Placement.until)).select_from(Placement),
        select(func.count(), func.sum(Room.floor_id), func.sum(func.abs(Room.id) * _as_number(Room.closed))),
        select(func.sum(Room.id * _as_number(Room.step_free))),
        select(func.sum(Museum.id * _as_number(Museum.published)), func.sum(Museum.id * _as_number(Museum.shares))),
        select(func.sum(Museum.latitude), func.sum(Museum.longitude)),
        select(func.count(), func.sum(Passage.first_id + 3 * Passage.second_id)).select_from(Passage),
        select(func.count(), func.sum(CuratorLink.from_id + 3 * CuratorLink.to_id)).select_from(CuratorLink),
        select(func.count()).select_from(Subject),
    ]
    return " ".join(str(value) for statement in counted for value in read(statement).one())[:200]


def _as_number(column: Any) -> Any:
    from sqlalchemy import case

    return case((column.is_(True), 1), else_=0)


def _packed() -> bytes:
    from museum_guide.suggestions.collection import NOWHERE, Chamber, House, Plan, Thing, collect
    from museum_guide.suggestions.together import liked_together
    from museum_guide.suggestions.walking import Way

    works, looks = list(read(_works())), _looks()
    subjects, needed = _subjects(), _seconds_needed()
    usual, spread = _usual(works, looks, needed)
    counted = _counted(look for _visit, look in looks)
    things = [
        Thing(
            key=work.id,
            museum=work.museum_id,
            room=work.room_id or NOWHERE,
            terms=frozenset(terms_of(_described(work, subjects.get(work.id, ())))),
            views=counted.get(work.id, 0),
            usual=usual[work.id],
            spread=spread[work.museum_id],
        )
        for work in works
    ]
    museum = {work.id: work.museum_id for work in works}
    known = ((visit, look) for visit, look in looks if look.artefact in museum)
    liked = (
        (visit, look.artefact)
        for visit, look in known
        if weight(look, usual[look.artefact], spread[museum[look.artefact]]) > 0
    )
    plan = Plan(
        [House(*_placed(row)) for row in read(_museums())],
        [Chamber(row.id, row.museum_id, row.floor_id, row.step_free, not row.closed) for row in read(_rooms())],
        [Way(*row) for row in read(select(Passage.first_id, Passage.second_id, Passage.kind))],
        [(row.from_id, row.to_id) for row in read(select(CuratorLink.from_id, CuratorLink.to_id))],
    )
    return collect(things, plan, liked_together(liked)).pack()


def _works() -> Select[*tuple[Any, ...]]:
    now_here = (Placement.artefact_id == Artefact.id) & Placement.until.is_(None)
    columns = (Artefact.id, Artefact.museum_id, *(getattr(Artefact, name) for name in Described._fields[:-1]))
    joined = select(*columns, Placement.room_id).join(Museum, Museum.id == Artefact.museum_id)
    return joined.outerjoin(Placement, now_here).where(*PUBLISHED).order_by(Artefact.id)


def _described(work: Any, subjects: Iterable[tuple[str, str]]) -> Described:
    known = {name: getattr(work, name) for name in Described._fields if name != "subjects"}
    return Described(**known, subjects=tuple(subjects))


def _museums() -> Select[*tuple[Any, ...]]:
    columns = (Museum.id, Museum.shares, Museum.latitude, Museum.longitude)
    return select(*columns).where(Museum.published.is_(True)).order_by(Museum.id)


def _placed(row: Any) -> tuple[int, bool, float, float]:
    unknown = float("nan")
    return row.id, row.shares, *(unknown if one is None else one for one in (row.latitude, row.longitude))


def _rooms() -> Select[*tuple[Any, ...]]:
    columns = (Room.id, Room.museum_id, Room.floor_id, Room.step_free, Room.closed)
    return select(*columns).order_by(Room.id)


def _subjects() -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    for row in read(select(Subject.artefact_id, Subject.kind, Subject.word).order_by(Subject.artefact_id)):
        found.setdefault(row.artefact_id, []).append((row.kind, row.word))
    return found


def _seconds_needed() -> dict[int, float]:
    """Return how long label and story of an artefact take, in the language in which they take longest."""
    words = select(ArtefactText.artefact_id, func.sum(ArtefactText.words).label("words"))
    words = words.where(ArtefactText.depth.in_(("label", "story")))
    sounds = select(Sound.artefact_id, func.max(Sound.seconds)).group_by(Sound.artefact_id)
    heard: dict[int, float] = dict(tuple(row) for row in read(sounds))
    found = {key: seconds_needed(0, seconds) for key, seconds in heard.items()}
    for row in read(words.group_by(ArtefactText.artefact_id, ArtefactText.language)):
        seconds = seconds_needed(int(row.words or 0), heard.get(row.artefact_id, 0.0))
        found[row.artefact_id] = max(seconds, found.get(row.artefact_id, 0.0))
    return found


def _looks() -> list[tuple[int, Look]]:
    """Return the latest looks as (visit, look)."""
    columns = (ArtefactView.visit_id, ArtefactView.artefact_id, ArtefactView.active_ms, ArtefactView.depth)
    statement = select(*columns, ArtefactView.closed).where(ArtefactView.opened_at > now() - REMEMBERED)
    rows = read(statement.order_by(ArtefactView.id.desc()).limit(MOST_LOOKS))
    return [(row[0], Look(row[1], row[2] / 1000, NAMES[row[3]], ended=row[4])) for row in rows]


def _usual(
    works: Sequence[Any], looks: Sequence[tuple[int, Look]], needed: dict[int, float]
) -> tuple[dict[int, float], dict[int, float]]:
    """Return the usual log of a dwell at each artefact, and the spread in each museum."""
    by_museum: dict[int, list[tuple[int, int, float]]] = {}
    for work in works:
        by_museum.setdefault(work.museum_id, []).append((work.id, work.room_id or 0, needed.get(work.id, 0.0)))
    seconds: dict[int, list[float]] = {}
    for _visit, look in looks:
        seconds.setdefault(look.artefact, []).append(look.seconds)
    usual, spread = dict[int, float](), dict[int, float]()
    for museum, own in by_museum.items():
        found, spread[museum] = usual_logs(own, seconds)
        usual |= found
    return usual, spread


def _counted(looks: Iterable[Look]) -> dict[int, int]:
    found: dict[int, int] = {}
    for look in looks:
        found[look.artefact] = found.get(look.artefact, 0) + 1
    return found
