"""Runs: one analysis from the snapshot to the last stage, in one process, seen by nobody before all of it is done."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NamedTuple

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from core.clock import now
from core.database import Base, db, read, unit_of_work
from core.errors import Refused
from core.events import LoggedEvent, publish
from core.translation import gettext as _
from insights.events import AnalysisEnded
from insights.models import Run
from insights.snapshot import Snapshot, take_snapshot
from insights.stages import Context, stages
from insights.vectors import model_in_use

log = logging.getLogger(__name__)

SEED = 42
KEPT = 3
# Beyond this share of new or changed threads everything is found anew.
LITTLE_NEW = 0.05
# A run that was not heard of for so long has died.
SILENCE = timedelta(minutes=30)
LIBRARIES = ("bertopic", "networkx", "numpy", "onnxruntime", "scikit-learn", "scipy")
# Told the stage, its place among all, and the share of everything that is done.
Watcher = Callable[[str, float], None]


class Span(NamedTuple):
    """What a run looks at: from when (from the beginning where that is None), until when."""

    as_of: datetime
    since: datetime | None


class Stopped(Exception):
    """Somebody cancelled the run, or took it for dead."""


def analyse(
    as_of: datetime | None = None,
    since: datetime | None = None,
    *,
    whole: bool = False,
    asked_by: int | None = None,
    watch: Watcher | None = None,
) -> int:
    """Run one analysis and return its id. Raises Refused where one is under way, and whatever made a stage fail.

    Only after a failure or a cancellation the run that was good before stays the one that pages show.
    """
    span = Span(as_of or now(), since)
    run_id = _begin(span, asked_by)
    try:
        with unit_of_work():
            _work(run_id, span, whole=whole, watch=watch)
            _end(run_id)
    except Stopped:
        _abandon(run_id, "cancelled", "")
        raise Refused(_("The analysis was cancelled. What the last one found stays.")) from None
    except BaseException as problem:
        _abandon(run_id, "failed", f"{type(problem).__name__}: {problem}")
        raise
    return run_id


def cancel() -> bool:
    """Let the run that is under way stop at its next step; returns whether there was one."""
    ended = update(Run).where(Run.state == "running").values(state="cancelled", ended_at=now())
    return bool(db.session.execute(ended).rowcount)  # type: ignore[attr-defined]


def running() -> Run | None:
    """Return the run that is under way."""
    return db.session.scalars(select(Run).where(Run.state == "running")).one_or_none()


def latest_run(as_of: datetime | None = None) -> Run | None:
    """Return the run that is shown: of those that are done the one that looked at the latest moment, up to `as_of`."""
    done = select(Run).where(Run.state == "done").order_by(Run.as_of.desc(), Run.id.desc()).limit(1)
    return db.session.scalars(done if as_of is None else done.where(Run.as_of <= as_of)).one_or_none()


def latest_run_id() -> Any:
    """Return the id of the run that is shown, as a subquery for statements."""
    done = select(Run.id).where(Run.state == "done").order_by(Run.as_of.desc(), Run.id.desc()).limit(1)
    return done.scalar_subquery()


def _begin(span: Span, asked_by: int | None) -> int:
    row = {
        "state": "running", "as_of": span.as_of, "since": span.since, "seed": SEED, "asked_by_id": asked_by,
        "started_at": now(), "seen_at": now(), "versions": _versions(), "parameters": {}, "figures": {},
        "stage": "", "progress": 0.0, "failure": "", "last_event_id": 0, "last_contribution_id": 0,
    }  # fmt: skip
    try:
        with unit_of_work():
            dead = update(Run).where(Run.state == "running", Run.seen_at < now() - SILENCE)
            db.session.execute(dead.values(state="failed", ended_at=now(), failure="it was not heard of any more"))
            return int(db.session.execute(insert(Run).values(row).returning(Run.id)).scalar_one())
    except IntegrityError:
        raise Refused(_("An analysis is under way already.")) from None


def _versions() -> dict[str, str]:
    found = {"model": model_in_use()}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _work(run_id: int, span: Span, *, whole: bool, watch: Watcher | None) -> None:
    figures: dict[str, Any] = {}
    seen = read(select(func.max(LoggedEvent.id)).where(LoggedEvent.created_at <= span.as_of)).scalar() or 0
    _report(run_id, "snapshot", 0.0, watch)
    with _timed(figures, "snapshot") as found:
        snapshot = take_snapshot(span.as_of, span.since)
        found |= {"posts": len(snapshot.posts), "threads": len(snapshot.threads), "votes": len(snapshot.votes)}
    previous = latest_run(span.as_of)
    new = _new_threads(snapshot, previous, span)
    whole = whole or new is None or new > LITTLE_NEW * len(snapshot.threads)
    last = snapshot.posts[-1].id if snapshot.posts else 0
    parameters = {"whole": whole, "new": 0 if whole else new}
    _write(run_id, last_event_id=seen, last_contribution_id=last, parameters=parameters)
    context = Context(run_id, snapshot, SEED, previous.id if previous else None, whole, lambda _share: None)
    for place, (name, stage) in enumerate(stages(), start=1):
        context.report = _reporting(run_id, name, place, watch)
        context.progress(0.0)
        with _timed(figures, name) as found:
            found.update(stage(context))
    _write(run_id, figures=figures)


def _new_threads(snapshot: Snapshot, previous: Run | None, span: Span) -> int | None:
    """Return how many threads came since everything was last found anew; None where that has to be done in any case."""
    if previous is None or previous.since != span.since or previous.versions.get("model") != model_in_use():
        return None
    newer = sum(post.id > previous.last_contribution_id for post in snapshot.threads)
    return int(previous.parameters.get("new", 0)) + newer


@contextmanager
def _timed(figures: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    wall, processor = time.perf_counter(), time.process_time()
    found: dict[str, Any] = {}
    yield found
    spent = {"seconds": time.perf_counter() - wall, "processor_seconds": time.process_time() - processor}
    figures[name] = found | {key: round(value, 2) for key, value in spent.items()}


def _reporting(run_id: int, name: str, place: int, watch: Watcher | None) -> Callable[[float], None]:
    parts = len(stages()) + 1
    return lambda share: _report(run_id, name, (place + min(max(share, 0.0), 1.0)) / parts, watch)


def _report(run_id: int, stage: str, progress: float, watch: Watcher | None) -> None:
    """Write down how far a run is, and with it what its stage has written. Raises Stopped."""
    _write(run_id, stage=stage, progress=progress)
    if watch:
        watch(stage, progress)


def _write(run_id: int, **fields: Any) -> None:
    with unit_of_work():
        mine = update(Run).where(Run.id == run_id, Run.state == "running")
        if not db.session.execute(mine.values(seen_at=now(), **fields)).rowcount:  # type: ignore[attr-defined]
            raise Stopped


def _end(run_id: int) -> None:
    _write(run_id, state="done", ended_at=now(), progress=1.0, stage="")
    with unit_of_work():
        publish(AnalysisEnded(actor_id=None, run_id=run_id, state="done"))
        shown = latest_run()
        done = select(Run.id).where(Run.state == "done").order_by(Run.id.desc()).offset(KEPT)
        _drop_results([key for key in db.session.scalars(done) if shown is None or key != shown.id])


def _abandon(run_id: int, state: str, failure: str) -> None:
    with unit_of_work():
        ended = {"state": state, "failure": failure[:2000], "ended_at": now()}
        db.session.execute(update(Run).where(Run.id == run_id).values(ended))
        _drop_results([run_id])
        publish(AnalysisEnded(actor_id=None, run_id=run_id, state=state))


def _drop_results(runs: Sequence[int]) -> None:
    """Forget what runs found; that they were, and their figures, stays."""
    for table in reversed(Base.metadata.sorted_tables):
        for column in table.columns:
            if any(key.column is Run.__table__.c.id for key in column.foreign_keys):
                db.session.execute(delete(table).where(column.in_(runs)))
