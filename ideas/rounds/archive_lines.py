"""What stands in the lines of rounds and ballots. Results are no part of an archive: they follow from the ballots."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.archive.lines import Count, Id, Line, Moment, Number, Reference
from core.money import LARGEST, is_currency

IDEA = Reference("contribution", ("idea",))
Place = Annotated[int, Field(ge=1, le=1_000_000)]
Money = Annotated[int, Field(ge=0, le=LARGEST)]


class Part(BaseModel):
    """The base of what stands inside of a line."""

    model_config = ConfigDict(strict=True, extra="forbid")


class OptionPart(Part):
    """An option, by its number in the round."""

    number: Place
    title: Annotated[str, Field(min_length=1, max_length=2000)]
    text: str = ""
    cost: Money = 0
    idea: Id | None = None


class RoundLine(Line):
    """A round with its options. Money is in minor units of the currency."""

    type: Literal["round"]
    id: Id
    space: Id
    title: Annotated[str, Field(min_length=1, max_length=200)]
    body: str = ""
    mode: Literal["approval", "votes", "quadratic", "pairwise", "budget", "opinions"]
    electorate: Literal["members", "customers", "staff", "group"] = "members"
    group: Id | None = None
    group_name: Annotated[str, Field(max_length=100)] = ""
    members_before: Moment | None = None
    opens: Moment
    closes: Moment
    counts_hidden: bool = True
    allowance: Count = 0
    most_each: Count = 1
    least_options: Count = 0
    budget: Money = 0
    currency: Annotated[str, Field(max_length=3)] = ""
    ballot: Literal["approve", "points", "within"] = "approve"
    use: Literal["cost", "one"] = "cost"
    step: Money = 0
    phase: Literal["draft", "announced", "open", "closed"] = "closed"
    closed: Moment | None = None
    closed_early: str = ""
    by: Id | None = None
    created: Moment | None = None
    options: Annotated[list[OptionPart], Field(max_length=10_000)] = []
    references: ClassVar = {"space": Reference("space"), "group": Reference("group"), "by": Reference("member")}

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("a round closes after it opens")
        if (self.electorate == "group") != (self.group is not None):
            raise ValueError("a round has a group if and only if its electorate is 'group'")
        if (self.mode == "budget") != (self.budget > 0):
            raise ValueError("a round has a budget if and only if its mode is 'budget'")
        if self.budget and (not is_currency(self.currency) or not all(option.cost for option in self.options)):
            raise ValueError("a budget has a currency, and all of its options have a cost")
        if len({option.number for option in self.options}) < len(self.options):
            raise ValueError("options name a number twice")
        ideas = [option.idea for option in self.options if option.idea]
        if len(set(ideas)) < len(ideas):
            raise ValueError("options name an idea twice")
        return self

    def moment(self) -> datetime | None:
        """Return when it was made."""
        return self.created

    def pointers(self) -> Iterator[tuple[str, Reference, str]]:
        """Yield what it refers to, its options too."""
        yield from super().pointers()
        yield from (("options", IDEA, option.idea) for option in self.options if option.idea)


class EntryPart(Part):
    """What a ballot gives an option."""

    option: Place
    value: Number


class AnswerPart(Part):
    """An answer to a pair; `fault` says why it does not count."""

    choice: Literal["left", "right", "none"]
    undecided: Annotated[str, Field(max_length=20)] = ""
    fault: Annotated[str, Field(max_length=20)] = ""
    at: Moment


class PairPart(Part):
    """Two options that were shown together."""

    left: Place
    right: Place
    token: Annotated[str, Field(min_length=1, max_length=40)]
    dealt: Moment
    answered: Moment | None = None
    answers: list[AnswerPart] = []


class BallotLine(Line):
    """A member's ballot in a round; `code` is the name under which open data has it."""

    type: Literal["ballot"]
    round: Id
    by: Id
    code: Annotated[str, Field(min_length=1, max_length=20)]
    cast: Moment
    changed: Moment | None = None
    votes: list[EntryPart] = []
    pairs: list[PairPart] = []
    references: ClassVar = {"round": Reference("round"), "by": Reference("member")}

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len({entry.option for entry in self.votes}) < len(self.votes):
            raise ValueError("votes name an option twice")
        waiting = [pair for pair in self.pairs if pair.answered is None]
        counted = [sum(not answer.fault for answer in pair.answers) for pair in self.pairs]
        if len(waiting) > 1 or max(counted, default=0) > 1:
            raise ValueError("one pair waits at most, and each is answered once")
        if any((answer.choice == "none") != bool(answer.undecided) for pair in self.pairs for answer in pair.answers):
            raise ValueError("who cannot decide says why")
        return self

    def moment(self) -> datetime | None:
        """Return when it was cast."""
        return self.cast

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield the pair of round and member, and the code in its round."""
        yield "ballot of", f"{self.round}\0{self.by}", f"{self.by!r} has voted in {self.round!r}"
        yield "ballot called", f"{self.round}\0{self.code}", f"a ballot of {self.round!r} has the code {self.code!r}"
        for pair in self.pairs:
            yield "pair called", pair.token, f"a pair has the token {pair.token!r}"


def given(line: BallotLine) -> dict[int, int]:
    """Return what a ballot gives by the numbers of options."""
    return {entry.option: entry.value for entry in line.votes}


__all__: list[Any] = ["AnswerPart", "BallotLine", "EntryPart", "OptionPart", "PairPart", "RoundLine", "given"]
