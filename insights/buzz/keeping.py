"""Keeps what a run found: talk that turned is recorded once, and posts are forgotten at once with what they made."""

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, and_, delete, func, insert, select, update

from core.clock import now
from core.database import db, read
from insights.buzz.boomerang import VOICES, Surge, Watch
from insights.buzz.counting import DAY, Buzz, Spoken, buzz
from insights.buzz.gathering import FEWEST, Subject
from insights.buzz.models import (
    Boomerang,
    BoomerangFound,
    BoomerangRow,
    BuzzDay,
    BuzzRow,
    BuzzSubject,
    FavouritePlace,
)
from insights.sentiment import NEGATIVE

# So many days make up what stands in a list of subjects.
RECENT = 28
# A surge that begins so few days from one that is known is that one, counted again.
NEAR = 2
ROW = cast("Table", BuzzRow.__table__)


class Counted(NamedTuple):
    """A subject, what was said of it day by day, its last weeks, and the judgement of today."""

    subject: Subject
    days: dict[int, list[Spoken]]
    recent: Buzz
    watched: Watch


def keep_subject(run_id: int, counted: Counted, turned: Sequence[Surge]) -> None:
    """Write what a run found of a subject; what turned and was not known before is recorded."""
    subject, recent, watched = counted.subject, counted.recent, counted.watched
    row = {"run_id": run_id, "key": subject.key, "topic_id": subject.topic_id, "product_id": subject.product_id}
    row |= {"name": subject.name, "power": watched.power, "needed": watched.needed, "verdict": watched.verdict.value}
    db.session.execute(insert(BuzzSubject).values(row | _recent(recent)))
    days = [_day(run_id, subject.key, day, some) for day, some in sorted(counted.days.items())]
    db.session.execute(insert(BuzzDay), days)
    numbers = {voice: number for number, voice in enumerate(sorted({said.voice for said in subject.spoken}))}
    rows = [_row(run_id, subject.key, said, numbers[said.voice]) for said in subject.spoken]
    db.session.execute(insert(ROW), rows)
    for surge in turned:
        _keep_surge(run_id, subject.key, surge)


def _recent(recent: Buzz) -> dict[str, Any]:
    return {name: getattr(recent, name) for name in ("voices", "tone", "negative", "toned")}


def _day(run_id: int, key: str, day: int, some: Sequence[Spoken]) -> dict[str, Any]:
    return {"run_id": run_id, "key": key, "day": day, **vars(buzz(some, NEGATIVE))}


def _row(run_id: int, key: str, said: Spoken, voice: int) -> dict[str, Any]:
    number = int(said.key[1:])
    origin = {"contribution_id": number, "mention_id": None}
    if said.key[0] == "o":
        origin = {"contribution_id": None, "mention_id": number}
    day = int(said.at // DAY)
    return {"run_id": run_id, "key": key, "day": day, "voice": voice, "tone": said.tone, "place": said.place} | origin


def _keep_surge(run_id: int, key: str, surge: Surge) -> None:
    near = Boomerang.begun.between(surge.begun - NEAR, surge.begun + NEAR)
    seen = select(BoomerangFound.boomerang_id).where(BoomerangFound.run_id == run_id)
    known = select(Boomerang.id).where(Boomerang.key == key, near, Boomerang.id.not_in(seen))
    boomerang_id = db.session.scalar(known.order_by(func.abs(Boomerang.begun - surge.begun), Boomerang.id).limit(1))
    if boomerang_id is None:
        row = Boomerang(key=key, begun=surge.begun, recorded_at=now())
        db.session.add(row)
        db.session.flush()
        boomerang_id = row.id
    found = {name: getattr(surge, name) for name in ("last", "chance", "negative", "toned")}
    db.session.execute(insert(BoomerangFound).values(run_id=run_id, boomerang_id=boomerang_id, **found))
    posts = [int(name[1:]) for name in surge.keys if name[0] == "c"]
    outside = [int(name[1:]) for name in surge.keys if name[0] == "o"]
    origin = ROW.c.contribution_id.in_(posts) | ROW.c.mention_id.in_(outside)
    rows = read(select(ROW.c.id).where(ROW.c.run_id == run_id, ROW.c.key == key, origin)).scalars()
    raised = [{"row_id": row, "boomerang_id": boomerang_id, "run_id": run_id} for row in rows]
    db.session.execute(insert(BoomerangRow), raised)


def keep_favourites(run_id: int, lists: dict[str, list[tuple[int, int]]]) -> None:
    """Write the lists of all months."""
    rows = [
        {"run_id": run_id, "month": month, "contribution_id": key, "place": place, "score": score}
        for month, some in lists.items()
        for place, (key, score) in enumerate(some, start=1)
    ]
    if rows:
        db.session.execute(insert(FavouritePlace), rows)


def forget_posts(keys: Sequence[int]) -> None:
    """Take posts out of all series, alarms and lists; what they counted for is counted again, or waits for a run."""
    db.session.execute(delete(FavouritePlace).where(FavouritePlace.contribution_id.in_(keys)))
    mine = ROW.c.contribution_id.in_(keys)
    hit = read(select(ROW.c.run_id, ROW.c.key, ROW.c.day).where(mine).distinct()).all()
    raised = select(BoomerangRow.run_id, BoomerangRow.boomerang_id).join(BuzzRow, BuzzRow.id == BoomerangRow.row_id)
    turned = read(raised.where(BuzzRow.contribution_id.in_(keys)).distinct()).all()
    db.session.execute(delete(ROW).where(mine))
    for run_id, key, day in hit:
        _count_day(run_id, key, day)
    for run_id, key in sorted({(row.run_id, row.key) for row in hit}):
        _count_subject(run_id, key)
    for run_id, boomerang_id in turned:
        _count_surge(run_id, boomerang_id)


def _said(*where: Any) -> list[Spoken]:
    rows = read(select(*ROW.c).where(*where).order_by(ROW.c.id))
    return [Spoken(str(row.id), str(row.voice), row.day * DAY, row.tone, row.place) for row in rows]


def _count_day(run_id: int, key: str, day: int) -> None:
    mine = and_(BuzzDay.run_id == run_id, BuzzDay.key == key, BuzzDay.day == day)
    said = _said(ROW.c.run_id == run_id, ROW.c.key == key, ROW.c.day == day)
    if said:
        db.session.execute(update(BuzzDay).where(mine).values(vars(buzz(said, NEGATIVE))))
    else:
        db.session.execute(delete(BuzzDay).where(mine))


def _count_subject(run_id: int, key: str) -> None:
    mine = (ROW.c.run_id == run_id, ROW.c.key == key)
    subject = and_(BuzzSubject.run_id == run_id, BuzzSubject.key == key)
    count, last = read(select(func.count(ROW.c.voice.distinct()), func.max(ROW.c.day)).where(*mine)).one()
    if count < FEWEST:
        db.session.execute(delete(ROW).where(*mine))
        db.session.execute(delete(BuzzDay).where(BuzzDay.run_id == run_id, BuzzDay.key == key))
        db.session.execute(delete(BuzzSubject).where(subject))
        return
    recent = buzz(_said(*mine, ROW.c.day > last - RECENT), NEGATIVE)
    waiting = {"verdict": "", "power": 0.0, "needed": None}
    db.session.execute(update(BuzzSubject).where(subject).values(_recent(recent) | waiting))


def _count_surge(run_id: int, boomerang_id: int) -> None:
    mine = and_(BoomerangFound.run_id == run_id, BoomerangFound.boomerang_id == boomerang_id)
    raised = select(BoomerangRow.row_id).where(BoomerangRow.run_id == run_id, BoomerangRow.boomerang_id == boomerang_id)
    heard = len({said.voice for said in _said(ROW.c.id.in_(raised))})
    if heard < VOICES:
        db.session.execute(delete(BoomerangRow).where(BoomerangRow.row_id.in_(raised)))
        db.session.execute(delete(BoomerangFound).where(mine))
        return
    counted = {"negative": heard, "toned": BoomerangFound.toned - BoomerangFound.negative + heard, "chance": None}
    db.session.execute(update(BoomerangFound).where(mine).values(counted))
