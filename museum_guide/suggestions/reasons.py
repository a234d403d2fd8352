"""Why something is suggested: the strongest part of what speaks for it, traced back to what the visitor looked at."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from core.translation import gettext as _
from museum_guide.suggestions.collection import Collection
from museum_guide.suggestions.lengths import stay
from museum_guide.suggestions.scoring import Scored, Shares, Visitor

# Shorter looks are not told of: nobody is reminded of having passed.
WORTH_TELLING = 10.0
WORTH_SAYING = 0.02
# What more than a half sees less of is told to be seldom seen, where some have been counted at all.
SELDOM = 0.5


class Ground(NamedTuple):
    """Why: the sort of reason, from which artefact it comes (a key, or 0), and the word that both share."""

    sort: str
    source: int = 0
    word: str = ""


def ground_of(collection: Collection, scored: Scored, at: int, shares: Shares) -> Ground:
    """Return what speaks most for an artefact."""
    worth = {
        "linked": shares.link * float(scored.linked[at]),
        "together": shares.together * float(scored.together[at]),
        "content": shares.content * float(scored.content[at]),
    }
    best = max(worth, key=lambda sort: worth[sort])
    if worth[best] <= WORTH_SAYING:
        return Ground("seldom" if collection.seldom[at] > SELDOM and collection.views[at] else "near")
    found = {"linked": _linked, "together": _together, "content": _alike}[best](collection, scored, at)
    return found or Ground("near")


def _alike(collection: Collection, scored: Scored, at: int) -> Ground | None:
    """Name what was liked and is most like it, and the term in which they are most alike."""
    columns, values = collection.row(at)
    own = dict(zip(columns.tolist(), values.tolist(), strict=True))
    best, found = 0.0, None
    for other, worth in sorted(scored.taste.items()):
        shared = {
            column: worth * value * own[column]
            for column, value in zip(*(part.tolist() for part in collection.row(other)), strict=True)
            if column in own
        }
        if sum(shared.values()) > best:
            best = sum(shared.values())
            sort, word = collection.term[max(shared, key=lambda column: (shared[column], -column))]
            found = Ground(sort, int(collection.keys[other]), word)
    return found


def _together(collection: Collection, scored: Scored, at: int) -> Ground | None:
    worth = {
        other: taste * float(collection.near_scores[other][collection.near[other] == at].sum())
        for other, taste in sorted(scored.taste.items())
        if taste > 0
    }
    other = max(worth, key=lambda one: worth[one])
    return Ground("together", int(collection.keys[other]))


def _linked(collection: Collection, scored: Scored, at: int) -> Ground | None:
    sources = collection.links[collection.links[:, 1] == collection.keys[at], 0]
    liked = [int(key) for key in np.unique(sources) if scored.taste.get(collection.place[int(key)], 0.0) > 0]
    return Ground("linked", max(liked, key=lambda key: scored.taste[collection.place[key]])) if liked else None


def sentence(ground: Ground, card: Any, titles: Mapping[int, str], visitor: Visitor) -> str:
    """Say why, in the reader's language; of an artefact with how long the visitor stayed with it."""
    title = titles.get(ground.source)
    if title is None:
        return _plain(ground.sort) if card.museum_id == visitor.museum else _("It is near, and open today.")
    seconds = next((look.seconds for look in visitor.looks if look.artefact == ground.source), 0.0)
    why = _why(ground, card, title)
    if ground.source == visitor.before or seconds < WORTH_TELLING:
        return why
    then = _then(ground, card)
    return _("You stayed with “%(title)s” for %(time)s. %(why)s", title=title, time=stay(seconds), why=then)


def _plain(sort: str) -> str:
    if sort == "seldom":
        return _("Few find their way to it.")
    return _("It is on your way.")


def _why(ground: Ground, card: Any, title: str) -> str:
    named = {"title": title}
    sentences = {
        "maker": lambda: _("By %(maker)s, as is “%(title)s”.", maker=card.maker, **named),
        "linked": lambda: _("The curators lead on to it from “%(title)s”.", **named),
        "together": lambda: _("Visitors who stayed with “%(title)s” stayed here, too.", **named),
        "subject": lambda: _("It shares a subject with “%(title)s”: %(word)s.", word=ground.word, **named),
        "movement": lambda: _("Of the same movement as “%(title)s”: %(word)s.", word=ground.word, **named),
        "medium": lambda: _("Made of the same as “%(title)s”: %(word)s.", word=ground.word, **named),
        "class": lambda: _("Of the same kind as “%(title)s”: %(word)s.", word=ground.word, **named),
        "time": lambda: _("From about the same time as “%(title)s”.", **named),
        "class and time": lambda: _("Of the same kind and time as “%(title)s”.", **named),
    }
    return sentences.get(FAMILY.get(ground.sort, ground.sort), lambda: _("It is like “%(title)s”.", **named))()


FAMILY = {
    "period": "time",
    "century": "time",
    "class and period": "class and time",
    "class and century": "class and time",
}


def _then(ground: Ground, card: Any) -> str:
    """Say why behind a sentence that named the other artefact already."""
    sentences = {
        "maker": lambda: _("This, too, is by %(maker)s.", maker=card.maker),
        "linked": lambda: _("The curators lead on from there to this."),
        "together": lambda: _("Others who did stayed here, too."),
        "subject": lambda: _("Both share a subject: %(word)s.", word=ground.word),
        "movement": lambda: _("Both are of one movement: %(word)s.", word=ground.word),
        "medium": lambda: _("Both are made of the same: %(word)s.", word=ground.word),
        "class": lambda: _("Both are of one kind: %(word)s.", word=ground.word),
        "time": lambda: _("Both are from about the same time."),
        "class and time": lambda: _("Both are of the same kind and time."),
    }
    return sentences.get(FAMILY.get(ground.sort, ground.sort), lambda: _("The two are alike."))()
