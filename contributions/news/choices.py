"""What members choose: for every kind of news how soon it comes by mail; sensible where they never chose."""

import enum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, delete, func, select

from accounts.models import EMPLOYEES, Member, Role
from contributions.news.models import MailChoice, NewsHabit
from contributions.news.schemas import MailChoices
from core.database import begin_write, db
from core.translation import gettext as _


class Pace(enum.StrEnum):
    """How soon a mail comes."""

    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


USUAL: dict[str, Pace] = {
    "own": Pace.NOW,
    "mention": Pace.NOW,
    "escalation": Pace.NOW,
    "offer": Pace.DAILY,
    "starter": Pace.NOW,
    "decided": Pace.NOW,
    "followed": Pace.WEEKLY,
    "accepted": Pace.WEEKLY,
    "community": Pace.WEEKLY,
    "insights": Pace.WEEKLY,
}
DIGEST = "digest"


class KindOfNews(NamedTuple):
    """A kind of news as the page of choices shows it."""

    name: str
    title: str
    hint: str
    pace: str
    paces: list[tuple[str, str]]


def pace_of(kind: Any, chosen: Any) -> ColumnElement[str]:
    """Return the pace of a kind (a column) for a member whose choice was joined (a column that may be null)."""
    usual = case(*((kind == name, pace.value) for name, pace in USUAL.items()), else_=Pace.NEVER.value)
    return func.coalesce(chosen, usual)


def paces_of(member_id: int) -> dict[str, str]:
    """Return the pace of every kind for one member."""
    rows = db.session.execute(select(MailChoice.kind, MailChoice.pace).where(MailChoice.member_id == member_id))
    return {**{name: pace.value for name, pace in USUAL.items()}, **{row.kind: row.pace for row in rows}}


def kinds_shown(member: Member, chosen: dict[str, str]) -> list[KindOfNews]:
    """Return the kinds of news that concern a member, with what was chosen."""
    words = {
        "own": (_("Answers to what I asked"), _("And replies to what I wrote.")),
        "mention": (_("Mentions"), _("Somebody wrote your name with an @ before it.")),
        "decided": (
            _("What became of ideas"),
            _("Of mine, and of those that I voted on or follow."),
        ),
        "followed": (_("Threads that I follow"), _("Whatever is new in them.")),
        "accepted": (_("My answers"), _("One of them solved a question.")),
        "offer": (_("Questions that I may know"), _("New ones like those that you solved before.")),
        "starter": (_("Starter packs"), _("What helped others at the start, for products that you own.")),
        "community": (_("What else was new"), _("The threads that moved most, and some that wait for an answer.")),
        "escalation": (
            _("Questions that wait too long"),
            _("Nobody has answered them in time. And alarms, for those who see the insights."),
        ),
        "insights": (_("The week in insights"), _("What is new, what grows, who is ahead, and what waits.")),
    }
    hidden = set() if member.roles_held & EMPLOYEES else {"escalation"}
    hidden |= set() if member.roles_held & Role.PRODUCT_MANAGER else {"insights"}
    return [
        KindOfNews(name, *text, pace=chosen[name], paces=_paces(name))
        for name, text in words.items()
        if name not in hidden
    ]


def _paces(kind: str) -> list[tuple[str, str]]:
    names = {
        Pace.NOW: _("At once"),
        Pace.DAILY: _("Once a day, together"),
        Pace.WEEKLY: _("Once a week, together"),
        Pace.NEVER: _("Never"),
    }
    left_out = {"community": {Pace.NOW}, "insights": {Pace.NOW, Pace.DAILY}}.get(kind, set())
    return [(pace.value, text) for pace, text in names.items() if pace not in left_out]


def choose(member_id: int, choices: MailChoices) -> None:
    """Keep what a member chose on the page."""
    begin_write()
    db.session.execute(delete(MailChoice).where(MailChoice.member_id == member_id))
    chosen = choices.paces()
    db.session.add_all(MailChoice(member_id=member_id, kind=kind, pace=pace) for kind, pace in chosen.items())
    habit = habit_of(member_id)
    habit.takes_offers = choices.offers
    db.session.flush()


def unsubscribe(member_id: int, kind: str) -> None:
    """Let no more mail of a kind go to a member; for the digest, none of whatever would come in one."""
    begin_write()
    paces = paces_of(member_id)
    together = {Pace.DAILY.value, Pace.WEEKLY.value}
    ended = [name for name, pace in paces.items() if pace in together] if kind == DIGEST else [kind]
    own = (MailChoice.member_id == member_id) & MailChoice.kind.in_(ended)
    db.session.execute(delete(MailChoice).where(own))
    db.session.add_all(MailChoice(member_id=member_id, kind=name, pace=Pace.NEVER.value) for name in ended)
    db.session.flush()


def habit_of(member_id: int) -> NewsHabit:
    """Return the habits of a member, held for a change; made where there are none."""
    begin_write()
    habit = db.session.get(NewsHabit, member_id)
    if habit is None:
        habit = NewsHabit(member_id=member_id, takes_offers=True)
        db.session.add(habit)
        db.session.flush()
    return habit
