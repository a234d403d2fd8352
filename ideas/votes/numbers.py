"""Three honest numbers for staff, side by side and never made into one: raw votes, clean votes, estimated appeal."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, exists, func, select

from accounts.models import Member
from accounts.viewers import Standing, Viewer
from contributions.models import Contribution, Vote
from contributions.visibility import viewer_id
from core.database import db
from core.translation import gettext as _
from ideas.ranking.scoring import interval
from ideas.slots import Deed, Panel
from ideas.votes.models import RingIdea, RingMember, VoteOnBehalf, VoteRing

# Who has mail there may work anywhere.
PUBLIC = (
    "aol.com", "free.fr", "gmail.com", "gmx.at", "gmx.de", "gmx.net", "googlemail.com", "hotmail.com", "icloud.com",
    "live.com", "mac.com", "mail.com", "mail.ru", "me.com", "msn.com", "outlook.com", "posteo.de", "proton.me",
    "protonmail.com", "qq.com", "t-online.de", "web.de", "yahoo.com", "yandex.ru", "ymail.com", "163.com",
)  # fmt: skip
# What a vote counts where author and voter voted for each other.
RECIPROCAL = 0.5
VOTE: Any = Vote.__table__


def columns(standing: Standing) -> list[ColumnElement[Any]]:
    """Return what is read with the row of an idea: for members who voted for them, and for staff the counts."""
    own = [_behalf_words().label("behalf_words")] if standing.signed_in else []
    if not standing.employee:
        return [*own]
    counts = {
        "votes_for": _votes(func.count(), VOTE.c.value == 1),
        "votes_against": _votes(func.count(), VOTE.c.value == -1),
        "votes_behalf": _votes(func.count(), VOTE.c.value == 1, VOTE.c.origin == "behalf"),
        "votes_ringed": _votes(func.count(), VOTE.c.value == 1, _ringed()),
        "votes_mutual": _votes(func.count(), VOTE.c.value == 1, ~_ringed(), _mutual()),
        "companies": _companies(),
    }
    return [*own, *(count.label(name) for name, count in counts.items())]


def _votes(what: Any, *which: Any) -> ScalarSelect[Any]:
    counted = select(what).select_from(VOTE).where(VOTE.c.contribution_id == Contribution.id, VOTE.c.valid.is_(True))
    return counted.where(*which).correlate(Contribution.__table__).scalar_subquery()


def _ringed() -> ColumnElement[bool]:
    """Whether a vote is one of a ring that a person agreed to be one, for an idea of that ring."""
    member: Any = RingMember.__table__.alias("ringed")
    idea: Any = RingIdea.__table__.alias("ring_idea")
    ring: Any = VoteRing.__table__.alias("ring")
    return exists().where(
        member.c.member_id == VOTE.c.member_id,
        idea.c.ring_id == member.c.ring_id,
        idea.c.idea_id == VOTE.c.contribution_id,
        ring.c.id == member.c.ring_id,
        ring.c.state == "agreed",
    )


def _mutual() -> ColumnElement[bool]:
    """Whether the author of an idea voted for one of who voted for it."""
    back, theirs = VOTE.alias("back"), Contribution.__table__.alias("theirs")
    return exists().where(
        back.c.member_id == Contribution.author_id,
        back.c.value == 1,
        back.c.valid.is_(True),
        theirs.c.id == back.c.contribution_id,
        theirs.c.author_id == VOTE.c.member_id,
        theirs.c.kind == "idea",
    )


def _companies() -> ScalarSelect[Any]:
    """How many companies the votes come from: parts of e-mail addresses after the @, but for public providers."""
    member: Any = Member.__table__.alias("voter")
    position = func.instr if db.engine.dialect.name == "sqlite" else func.strpos
    domain = func.lower(func.substr(member.c.email, position(member.c.email, "@") + 1))
    counted = select(func.count(domain.distinct())).join_from(VOTE, member, member.c.id == VOTE.c.member_id)
    chosen = counted.where(VOTE.c.contribution_id == Contribution.id, VOTE.c.valid.is_(True), VOTE.c.value == 1)
    return chosen.where(domain.not_in(PUBLIC)).correlate(Contribution.__table__).scalar_subquery()


def _behalf_words() -> ScalarSelect[Any]:
    table: Any = VoteOnBehalf.__table__
    said = select(table.c.words).join_from(
        table, VOTE, (VOTE.c.contribution_id == table.c.contribution_id) & (VOTE.c.member_id == table.c.member_id)
    )
    own = said.where(table.c.contribution_id == Contribution.id, table.c.member_id == viewer_id())
    return own.where(VOTE.c.origin == "behalf").correlate(Contribution.__table__).scalar_subquery()


def clean_votes(row: Any) -> float:
    """Return the votes for an idea without those of rings, and with those of a pair at half."""
    clean: float = row.votes_for - row.votes_ringed - (1 - RECIPROCAL) * row.votes_mutual
    return clean


def panels(viewer: Viewer, row: Any) -> list[Panel]:
    """Return what stands beside an idea about its votes."""
    found = [Panel("ideas/votes/live.html", {"url": f"/ideas/{row.id}/score"}, "aside", 10)]
    if row.score is None:
        found.append(Panel("ideas/votes/kept.html", {}, "top", 10))
    if viewer.signed_in and row.behalf_words:
        found.append(Panel("ideas/votes/mine.html", {"words": row.behalf_words, "key": row.id}, "top", 20))
    if viewer.standing.employee:
        low, high = interval(round(row.appeal * row.reads), row.reads)
        shown = {
            "row": row,
            "clean": f"{clean_votes(row):g}",
            "appeal": round(100 * row.appeal),
            "low": round(100 * low),
            "high": round(100 * high),
        }
        found.append(Panel("ideas/votes/numbers.html", shown, "aside", 30))
    return found


def deeds(viewer: Viewer, row: Any) -> list[Deed]:
    """Return what staff may do about the votes on an idea."""
    if not viewer.standing.employee:
        return []
    return [Deed(_("Vote for a customer"), f"/ideas/{row.id}/behalf", "plus", staff=True)]
