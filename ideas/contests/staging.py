"""Staging a contest: opening it, changing its dates, and telling when a phase begins."""

from collections.abc import Sequence

from sqlalchemy import select

from accounts.models import Member
from accounts.names import name_key
from accounts.viewers import Viewer
from contributions.models import Contribution, State
from contributions.policies import require
from contributions.posting import open_thread
from core.clock import now
from core.database import db
from core.errors import Refused
from core.events import publish
from core.translation import gettext as _
from ideas.contests.events import ContestPhaseBegan
from ideas.contests.models import Contest, Criterion, Decision, Juror
from ideas.contests.phases import phase_of
from ideas.contests.policies import may_lead
from ideas.contests.queries import hold_contest
from ideas.contests.schemas import ContestDates, ContestDraft

MOST = 100


def open_contest(actor: Viewer, draft: ContestDraft) -> Contest:
    """Open a contest with its jury. Raises NotFound for an unknown space, or Refused."""
    require(may_lead(actor))
    jurors = members_named(draft.jurors)
    contest = Contest(decided_by=draft.decided_by, team_size=draft.team_size, phase="announced")
    _set_dates(contest, draft)
    contest.phase = phase_of(contest)
    open_thread(actor, contest, draft, "contest")
    db.session.add_all(Juror(contest_id=contest.id, member_id=key) for key in jurors)
    db.session.add_all(
        Criterion(contest_id=contest.id, position=place, name=name, weight=weight)
        for place, (name, weight) in enumerate(draft.criteria, start=1)
    )
    db.session.flush()
    return contest


def change_dates(actor: Viewer, key: int, dates: ContestDates) -> Contest:
    """Give a contest other dates and switches; what held before is kept. Raises NotFound or Refused."""
    require(may_lead(actor))
    contest = hold_contest(actor, key)
    if contest.decided_at is not None:
        raise Refused(_("This contest is decided, so its dates stay as they were."))
    before = {name: getattr(contest, name).isoformat() for name in ("entries_at", "voting_at", "jury_at", "closes_at")}
    figures = before | {"switches": contest.switches}
    db.session.add(Decision(contest_id=key, by_id=actor.id, act="dates", figures=figures, created_at=now()))
    _set_dates(contest, dates)
    publish(ContestPhaseBegan(actor_id=actor.id, contribution_id=key, phase=""))
    return contest


def _set_dates(contest: Contest, dates: ContestDates) -> None:
    contest.entries_at, contest.voting_at = dates.entries, dates.voting
    contest.jury_at, contest.closes_at = dates.jury, dates.closes
    contest.switches = {phase: list(opened) for phase, opened in dates.switches.items()}


def members_named(names: Sequence[str]) -> list[int]:
    """Return the members who bear these names. Raises Refused for a name that nobody bears."""
    keys = {name_key(name): name for name in names}
    rows = db.session.execute(select(Member.name_key, Member.id).where(Member.name_key.in_(keys), Member.active))
    found = {row.name_key: row.id for row in rows}
    for key, name in keys.items():
        if key not in found:
            raise Refused(_("Nobody here is called %(name)s.", name=name))
    return list(found.values())


def begin_phases() -> None:
    """Note which contests have come into another phase, and let their followers hear of it."""
    waiting = select(Contest.id).where(Contest.phase.not_in(("closed", "decided")), Contest.entries_at <= now())
    for key in db.session.scalars(waiting.where(Contribution.state == State.PUBLISHED).limit(MOST)).all():
        contest = db.session.get_one(Contest, key)
        if (phase := phase_of(contest)) != contest.phase:
            contest.phase = phase
            publish(ContestPhaseBegan(actor_id=None, contribution_id=key, phase=phase))
