"""Operations about rounds; counts that are hidden on the pages are hidden here."""

from datetime import datetime
from typing import Any

from accounts.api.identifying import base_url
from accounts.api.operations import Section
from accounts.api.shapes import Answered, Listed, Listing, Number, onward
from accounts.viewers import Viewer
from ideas.rounds.casting import cast_ballot
from ideas.rounds.models import Phase, Round
from ideas.rounds.pages import address_of
from ideas.rounds.queries import options_shown, own_ballot, result_of, round_for, rounds_page, values_of
from ideas.rounds.schemas import BallotDraft

section = Section("Rounds")


class OptionShown(Answered):
    """An option of a round, by its number there. `cost` is in minor units of the currency of the round."""

    number: Number
    title: str
    text: str
    cost: int
    idea: Number | None


class RoundCard(Answered):
    """A round in a list. `phase` is draft, announced, open or closed."""

    number: Number
    url: str
    title: str
    mode: str
    phase: str
    opens: datetime
    closes: datetime


class RoundShown(RoundCard):
    """A round with its options, one's own ballot by the numbers of options, and once it was counted what came out."""

    rules_hash: str | None
    electorate: str
    currency: str
    budget: int
    allowance: int
    options: list[OptionShown]
    my_votes: dict[str, int]
    result: dict[str, Any] | None


class BallotTaken(Answered):
    """A ballot as it counts now; `code` is the name under which open data will have it."""

    number: Number
    code: str
    spent: int


@section.add("GET", "/rounds", Listed[RoundCard], scope=None, asks=Listing)
def rounds(viewer: Viewer, asked: Listing) -> Listed[RoundCard]:
    """List rounds that are not over, the first to close first."""
    page = rounds_page(viewer, False, asked.cursor(2), asked.limit)
    return Listed(**onward(page, [RoundCard(**_card(row)) for row in page.rows]))


@section.add("GET", "/rounds/<int:number>", RoundShown, scope=None)
def round_shown(viewer: Viewer, number: int) -> RoundShown:
    """Show one round."""
    found = round_for(viewer, number)
    options, given = options_shown(viewer, number), values_of(own_ballot(viewer, number))
    return RoundShown(
        **_card(found),
        rules_hash=found.rules_hash,
        electorate=found.electorate,
        currency=found.currency,
        budget=found.budget,
        allowance=found.allowance,
        options=[
            OptionShown(number=row.number, title=row.title, text=row.body, cost=row.cost, idea=row.idea_id)
            for row in options
        ],
        my_votes={str(row.number): given[row.id] for row in options if row.id in given},
        result=result_of(found) if found.phase == Phase.CLOSED else None,
    )


@section.add("PUT", "/rounds/<int:number>/ballot", BallotTaken, takes=BallotDraft, limit="vote")
def cast(viewer: Viewer, number: int, draft: BallotDraft) -> BallotTaken:
    """Cast a ballot, or replace the one cast before."""
    ballot = cast_ballot(viewer, number, draft.votes)
    return BallotTaken(number=number, code=ballot.code, spent=ballot.spent)


def _card(found: Round | Any) -> dict[str, Any]:
    times = {"opens": found.opens_at, "closes": found.closes_at}
    about = {"number": found.id, "title": found.title, "mode": found.mode, "phase": found.phase}
    return {**about, **times, "url": base_url() + address_of(found.id, found.title)}
