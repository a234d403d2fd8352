"""A contest at any point of its way, with entries, for tests of contests and of rights."""

from datetime import timedelta
from typing import Any

from sqlalchemy import update

from contributions.models import Space
from core.clock import now
from core.database import db
from ideas.contests.entering import accept, enter, invite
from ideas.contests.judging import score
from ideas.contests.models import Contest, Entry
from ideas.contests.phases import PHASES, USUAL
from ideas.contests.schemas import ContestDraft, EntryDraft
from ideas.contests.staging import open_contest
from tests.people import Person

BODY = "A lamp that is lit by **the tide**, and says by its colour how high the water stands."
# A picture of one pixel, and what a camera would have written into it.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
JPEG = b"\xff\xd8\xff\xe1\x00\x0eExif\0\0where\x00\xff\xdb\x00\x05\x00\x01\x02\xff\xda\x00\x02scan\xff\xd9"


def stage(staff: Person, space: Space, *jurors: Person, phase: str = "entries", **fields: Any) -> Contest:
    """Open a contest and put it into a phase; criteria are Useful, which counts twice, and Beautiful."""
    days = {
        name: (now() + timedelta(days=place)).isoformat()
        for place, name in enumerate(("entries", "voting", "jury", "closes"), 1)
    }
    given = {
        "title": "A lamp for the quay",
        "body": "Light the quay with what is there. Whoever walks by at night should see the water.",
        "space": space.id,
        "switches": USUAL,
        "criteria": "Useful x 2\nBeautiful" if jurors else "",
        "jurors": [juror.name for juror in jurors],
        "decided_by": "jury" if jurors else "public",
    }
    contest = open_contest(staff.viewer, ContestDraft.model_validate(given | days | fields))
    move(contest, phase)
    return contest


def move(contest: Contest, phase: str) -> None:
    """Let the clock of a contest stand in a phase; nobody is told of it yet."""
    place = list(PHASES).index(phase)
    names = ("entries_at", "voting_at", "jury_at", "closes_at")
    dates = {name: now() + timedelta(days=number - place + 0.5) for number, name in enumerate(names)}
    db.session.execute(update(Contest.__table__).where(Contest.__table__.c.id == contest.id).values(dates))
    db.session.commit()
    db.session.expire_all()


def send_in(person: Person, contest: Contest, name: str = "Tide lamp", *team: Person) -> Entry:
    """Send in an entry of a person, with a team that has accepted."""
    entry = enter(person.viewer, contest.id, EntryDraft(name=name, body=BODY))
    for member in team:
        invite(person.viewer, entry.id, member.name)
        accept(member.viewer, entry.id)
    db.session.commit()
    return entry


def judge(juror: Person, entry: Entry, useful: int, beautiful: int) -> None:
    """Score an entry."""
    score(juror.viewer, entry.id, {1: useful, 2: beautiful})
    db.session.commit()
