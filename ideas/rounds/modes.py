"""What a ballot may hold in each mode, and what it costs: one ledger for all of them, in whole numbers."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask_babel import LazyString

from core.errors import Refused
from core.translation import gettext as _
from core.translation import lazy_gettext, ngettext
from ideas.rounds.models import Mode, Round, RoundOption

MOST_VALUE = 1_000_000


class Spoiled(Refused):
    """A ballot that the rules of its round do not take."""


class Entry(NamedTuple):
    """What a ballot gives an option, and what of the allowance that uses."""

    option: RoundOption
    value: int
    cost: int


class Described(NamedTuple):
    """A mode in words."""

    name: LazyString
    text: LazyString


DESCRIBED = {
    Mode.APPROVAL: Described(
        lazy_gettext("Approval"),
        lazy_gettext("Everyone ticks what they are for, as many as they like or up to a limit."),
    ),
    Mode.VOTES: Described(
        lazy_gettext("A number of votes"),
        lazy_gettext("Everyone has the same number of votes to share out, with a limit for each option."),
    ),
    Mode.QUADRATIC: Described(
        lazy_gettext("Quadratic credits"),
        lazy_gettext("Votes for or against cost their square: one costs 1 credit, two cost 4, three cost 9."),
    ),
    Mode.PAIRWISE: Described(
        lazy_gettext("Pairs"),
        lazy_gettext("Two options at a time: which of them? The order follows from all answers together."),
    ),
    Mode.BUDGET: Described(
        lazy_gettext("Participatory budget"),
        lazy_gettext(
            "Projects with costs share a budget by equal shares, and everyone sees what their share paid for."
        ),
    ),
    Mode.OPINIONS: Described(lazy_gettext("Opinions"), lazy_gettext("Agree, disagree or pass on each statement.")),
}


def entries_of(found: Round, options: Sequence[RoundOption], votes: Mapping[int, int]) -> list[Entry]:
    """Return the entries of a ballot, given as numbers of options and what each gets. Raises Spoiled.

    By credits, 3 votes for one option and 1 against another cost 9 + 1.
    """
    by_number = {option.number: option for option in options}
    if unknown := sorted(set(votes) - set(by_number)):
        raise Spoiled(_("There is no option %(number)s in this round.", number=unknown[0]))
    kept = {number: value for number, value in votes.items() if value or found.mode == Mode.OPINIONS}
    if not kept:
        raise Spoiled(_("This ballot is empty. Choose something, or leave it be."))
    entries = [_entry(found, by_number[number], value) for number, value in sorted(kept.items())]
    _check_sum(found, entries)
    if len(entries) < found.least_options:
        raise Spoiled(
            ngettext(
                "Give something to at least %(num)s option.",
                "Give something to at least %(num)s options.",
                found.least_options,
            )
        )
    return entries


def _entry(found: Round, option: RoundOption, value: int) -> Entry:
    least, most = range_of(found)
    if not least <= value <= most:
        words = {"title": option.title[:80], "least": least, "most": most}
        raise Spoiled(_("“%(title)s” can get between %(least)s and %(most)s.", **words))
    return Entry(option, value, cost_of(found, option, value))


def range_of(found: Round) -> tuple[int, int]:
    """Return the least and the most that a ballot can give one option."""
    if found.mode == Mode.QUADRATIC:
        most = math.isqrt(found.allowance)
        return -most, most
    if found.mode == Mode.OPINIONS:
        return -1, 1
    many = found.mode == Mode.VOTES or (found.mode == Mode.BUDGET and found.ballot == "points")
    return 0, min(found.most_each or MOST_VALUE, found.allowance or MOST_VALUE) if many else 1


def cost_of(found: Round, option: RoundOption, value: int) -> int:
    """Return what of a ballot's allowance is used by giving an option this value."""
    if found.mode == Mode.QUADRATIC:
        return value * value
    if found.mode == Mode.OPINIONS:
        return 0
    if found.mode == Mode.BUDGET and found.ballot == "within":
        return option.cost
    # Without a limit, nothing is used up.
    return value if found.allowance else 0


def _check_sum(found: Round, entries: Sequence[Entry]) -> None:
    spent = sum(entry.cost for entry in entries)
    if spent <= found.allowance:
        return
    words = {"spent": spent, "allowed": found.allowance}
    if found.mode == Mode.QUADRATIC:
        raise Spoiled(_("This takes %(spent)s credits, and you have %(allowed)s.", **words))
    if found.mode == Mode.BUDGET and found.ballot == "within":
        raise Spoiled(_("Together this costs more than the budget. Leave something out."))
    raise Spoiled(_("This gives %(spent)s in all, and you have %(allowed)s.", **words))
