"""Which deed leads to which stage: plain functions, so that every move can be explained and told again.

| deed | from a member who | leads to |
|---|---|---|
| needs: says that something is needed | has not come further | need |
| asked which: asks what to buy, or whether it is right for them | has not come further | information |
| compared: sets it against something else | has not come further | evaluation |
| bought: ownership was verified | has not come further | purchase |
| asked how: asks how to use it, or what is wrong with it | has bought it | after |
| asked how | has not bought it | information, where they have not come further |

Deeds lead forward alone; whoever corrects their own stage may go anywhere.
"""

import enum
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Protocol

WORDS = Path(__file__).resolve().parent / "words.toml"


class Stage(enum.StrEnum):
    """How far a member is in buying a product, in order."""

    NEED = "need"
    INFORMATION = "information"
    EVALUATION = "evaluation"
    PURCHASE = "purchase"
    AFTER = "after"


class Deed(enum.StrEnum):
    """What moves a member."""

    NEEDS = "needs"
    ASKED_WHICH = "asked which"
    COMPARED = "compared"
    BOUGHT = "bought"
    ASKED_HOW = "asked how"
    CORRECTED = "corrected"


ORDER = tuple(Stage)
LEADS = {
    Deed.NEEDS: Stage.NEED,
    Deed.ASKED_WHICH: Stage.INFORMATION,
    Deed.COMPARED: Stage.EVALUATION,
    Deed.BOUGHT: Stage.PURCHASE,
    Deed.ASKED_HOW: Stage.AFTER,
}
# The first kind whose words a post has is its deed: who compares often says “which”, who asks which says “how”, too.
SPOKEN = (Deed.COMPARED, Deed.ASKED_WHICH, Deed.NEEDS, Deed.ASKED_HOW)


class Moved(Protocol):
    """What replaying must know of a move."""

    @property
    def before(self) -> str | None:
        """The stage that was left."""

    @property
    def after(self) -> str:
        """The stage that was come to."""


class BrokenChain(ValueError):
    """Moves that do not follow from one another."""


def next_stage(present: Stage | None, deed: Deed) -> Stage | None:
    """Return the stage to which a deed leads, or None where it moves nobody."""
    target = LEADS[deed]
    if deed is Deed.ASKED_HOW and present not in {Stage.PURCHASE, Stage.AFTER}:
        target = Stage.INFORMATION
    if present is not None and ORDER.index(target) <= ORDER.index(present):
        return None
    return target


def replay(moves: Iterable[Moved]) -> Stage | None:
    """Return the stage to which moves in their order lead; None without any. Raises BrokenChain."""
    stage: Stage | None = None
    for number, move in enumerate(moves, start=1):
        if move.before != stage:
            raise BrokenChain(f"move {number} leaves {move.before or 'no stage'}, where {stage or 'no stage'} was")
        stage = Stage(move.after)
    return stage


def deed_of(text: str) -> Deed | None:
    """Return what a post does, told by its words in any of the languages of words.toml; None where none is found."""
    folded = text.casefold()
    return next((deed for deed in SPOKEN if patterns()[deed].search(folded)), None)


@lru_cache(maxsize=1)
def patterns() -> Mapping[Deed, re.Pattern[str]]:
    """Return what finds the words of each deed, whole and in any case."""
    languages = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return {
        deed: phrases(phrase for words in languages.values() for phrase in words.get(deed.value, ())) for deed in SPOKEN
    }


def phrases(known: Iterable[str]) -> re.Pattern[str]:
    """Return what finds any of these phrases in a case-folded text, as whole words with any space between them."""
    ways = "|".join(r"\s+".join(map(re.escape, phrase.casefold().split())) for phrase in known)
    return re.compile(rf"(?<!\w)(?:{ways})(?!\w)")
