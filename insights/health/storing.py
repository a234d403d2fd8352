"""The stage of a run that keeps what is known of threads and members, and the sums that pages show of it."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, or_, select

from contributions.models import Contribution
from core.archive.identity import chunks
from core.database import db, read
from insights.health.facts import facts_of, moment
from insights.health.ladder import steps_of
from insights.health.models import HealthSheet, MemberStep, ThreadFact
from insights.health.sums import sums_of
from insights.models import Run
from insights.stages import Context


def take_health(context: Context) -> dict[str, Any]:
    """Keep the facts of every thread and the steps of every customer; returns how many there are."""
    facts = [{"run_id": context.run_id, **fact} for fact in facts_of(context.snapshot)]
    for chunk in chunks(facts):
        db.session.execute(insert(ThreadFact), list(chunk))
    context.progress(0.5)
    steps = [
        {
            "run_id": context.run_id,
            "member_id": step.member,
            "axis": step.axis,
            "at": moment(step.at),
            "contribution_id": step.post,
        }
        for step in steps_of(context.snapshot)
    ]
    for part in chunks(steps):
        db.session.execute(insert(MemberStep), list(part))
    _sum_up(context.run_id)
    return {"threads": len(facts), "steps": len(steps)}


def forget_posts(keys: Sequence[int]) -> None:
    """Take threads and steps out of what is stored, with the threads in which a post stood, and sum up again."""
    threads = [row.thread_id or row.id for row in read(_threads(keys))]
    gone = or_(ThreadFact.thread_id.in_(keys), ThreadFact.thread_id.in_(threads))
    runs = set(read(select(ThreadFact.run_id).where(gone).distinct()).scalars())
    runs |= set(read(select(MemberStep.run_id).where(MemberStep.contribution_id.in_(keys)).distinct()).scalars())
    db.session.execute(delete(ThreadFact).where(gone))
    db.session.execute(delete(MemberStep).where(MemberStep.contribution_id.in_(keys)))
    for run_id in runs:
        _sum_up(run_id)


def _threads(keys: Sequence[int]) -> Any:
    return select(Contribution.id, Contribution.thread_id).where(Contribution.id.in_(keys))


def _sum_up(run_id: int) -> None:
    db.session.flush()
    run = db.session.get_one(Run, run_id)
    facts = read(select(*ThreadFact.__table__.c).where(ThreadFact.run_id == run_id)).all()
    steps = read(select(MemberStep.axis, MemberStep.at).where(MemberStep.run_id == run_id)).all()
    content = sums_of(facts, Counter((step.axis, f"{step.at:%Y-%m}") for step in steps), run.as_of)
    db.session.execute(delete(HealthSheet).where(HealthSheet.run_id == run_id))
    db.session.add(HealthSheet(run_id=run_id, content=content))
    db.session.flush()
