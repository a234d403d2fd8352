"""What a round says of itself in words."""

from fractions import Fraction

from core.money import shown as in_words
from core.pages import full_time
from core.times import decimal
from core.translation import gettext as _
from core.translation import lazy_gettext, ngettext
from ideas.rounds.models import Electorate, Mode, Round
from ideas.rounds.modes import DESCRIBED, range_of

ELECTORATES = {
    Electorate.MEMBERS: lazy_gettext("Everyone who may read this"),
    Electorate.CUSTOMERS: lazy_gettext("Customers, not staff"),
    Electorate.STAFF: lazy_gettext("Staff"),
    Electorate.GROUP: lazy_gettext("The members of one group"),
}
PHASES = {
    "draft": lazy_gettext("Draft"),
    "announced": lazy_gettext("Announced"),
    "open": lazy_gettext("Open"),
    "closed": lazy_gettext("Closed"),
}
UNDECIDED_WORDS = {
    "both": lazy_gettext("I like both"),
    "neither": lazy_gettext("I like neither"),
    "same": lazy_gettext("They are the same"),
    "left unknown": lazy_gettext("I know too little of the first"),
    "right unknown": lazy_gettext("I know too little of the second"),
    "unknown": lazy_gettext("I know too little of both"),
    "torn": lazy_gettext("I just cannot decide"),
}


def mode_name(mode: str) -> str:
    """Return the name of a mode."""
    return str(DESCRIBED[Mode(mode)].name)


def facts_of(found: Round) -> list[tuple[str, str]]:
    """Return the rules of a round as terms and words."""
    facts = [
        (_("Mode"), mode_name(found.mode)),
        (_("Who votes"), found.group_name or str(ELECTORATES[Electorate(found.electorate)])),
        (_("Opens"), full_time(found.opens_at)),
        (_("Closes"), full_time(found.closes_at)),
    ]
    if found.members_before:
        facts.append((_("Members since before"), full_time(found.members_before)))
    if found.mode == Mode.BUDGET:
        facts += _facts_of_budget(found)
    shown = _("Shown when the round is over") if found.counts_hidden else _("Shown while the round is open")
    return [*facts, (_("Counts"), shown)]


def _facts_of_budget(found: Round) -> list[tuple[str, str]]:
    uses = _("As much as it costs") if found.by_cost else _("The same, whatever it costs")
    rest = _("Nothing: only equal shares are spent")
    if found.step:
        step = in_words(found.step, found.currency)
        rest = _(
            "Shares grow in steps of %(step)s for as long as the money lasts; then what most want for its cost",
            step=step,
        )
    return [
        (_("Budget"), in_words(found.budget, found.currency)),
        (_("A project is of use"), uses),
        (_("What is left over"), rest),
        (_("Ties"), _("More supporters first, then the lower cost, then the earlier number")),
    ]


def allowed(found: Round) -> str:
    """Say what a ballot may hold."""
    most, given = range_of(found)[1], found.allowance
    if found.mode == Mode.QUADRATIC:
        words = {"credits": given, "most": most}
        return _("You have %(credits)s credits. Votes cost their square; at most %(most)s for or against one.", **words)
    if found.mode == Mode.PAIRWISE:
        return ngettext("You are asked about %(num)s pair.", "You are asked about %(num)s pairs.", given)
    if found.mode == Mode.BUDGET and found.ballot == "within":
        return _("Choose what should be paid for; together it must not cost more than the budget.")
    if most > 1:
        return _("You have %(allowance)s to give, at most %(most)s to one.", allowance=given, most=most)
    if given:
        return ngettext("Choose at most %(num)s.", "Choose at most %(num)s.", given)
    return _("Choose as many as you like.")


def amount(fraction: str, currency: str) -> str:
    """Write an exact fraction of minor units as money, to the nearest minor unit."""
    return in_words(round(Fraction(fraction)), currency)


def percent(share: float) -> str:
    """Write a share of 1 as per cent: `62.5 %`."""
    return decimal(f"{share * 100:.1f}") + " %"
