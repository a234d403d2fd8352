"""Suggestions for somebody who visits: three shelves of three, each with its reason, and nothing that was seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from core.clock import now
from core.translation import gettext as _
from core.translation import locale
from museum_guide.suggestions.copying import current_copy
from museum_guide.suggestions.queries import cards_of, history_of
from museum_guide.visits.current import VisitRow

if TYPE_CHECKING:
    from museum_guide.suggestions.collection import Collection
    from museum_guide.suggestions.scoring import Scored, Visitor

# So many of what was looked at longest can be named in a reason.
NAMED = 12


class Place(NamedTuple):
    """Where somebody asks: the museum, its time zone, and the artefact before which they stand (0 for none)."""

    museum_id: int
    zone: str
    before: int = 0


@dataclass(frozen=True)
class Suggestion:
    """An artefact that is suggested, on which shelf, and why in words; `card` is what pages show of it."""

    artefact: int
    shelf: str
    why: str
    where: str
    card: Any


def suggestions_for(visit: VisitRow | None, place: Place) -> dict[str, list[Suggestion]]:
    """Return what to see next by shelf: here, on another floor, in another museum; four statements at most.

    Without a visit what is like the artefact before which somebody stands is all that is known. Nothing is suggested
    that was seen or sent away, that is closed or not published now, or, where the visit is free of steps, behind steps.
    """
    collection = current_copy().current()
    if collection is None or place.museum_id not in collection.house:
        return {}
    from museum_guide.suggestions.choosing import choose, pools
    from museum_guide.suggestions.scoring import score

    visitor = _visitor(visit, place)
    scored = score(collection, visitor)
    pooled = pools(collection, visitor, scored)
    language = visit.language if visit else locale()
    keys = {int(collection.keys[at]) for pool in pooled for at in pool.places} | set(_told_of(visitor))
    cards = cards_of(keys, visitor.museum, language, now(), place.zone)
    chosen = {
        pool.shelf: choose(collection, scored, [at for at in pool.places if _stands(collection, at, cards, visitor)])
        for pool in pooled
    }
    return {
        shelf: [_told(collection, scored, at, shelf, cards, visitor) for at in found] for shelf, found in chosen.items()
    }


def _visitor(visit: VisitRow | None, place: Place) -> "Visitor":
    from museum_guide.suggestions.scoring import Visitor

    if visit is None:
        return Visitor(place.museum_id, before=place.before)
    history = history_of(visit.id, visit.liked)
    return Visitor(place.museum_id, history.looks, history.away, place.before, visit.step_free)


def _told_of(visitor: "Visitor") -> Sequence[int]:
    longest = sorted(visitor.looks, key=lambda look: (-look.seconds, look.artefact))[:NAMED]
    return [look.artefact for look in longest] + [visitor.before] * bool(visitor.before)


def _stands(collection: "Collection", at: int, cards: Mapping[int, Any], visitor: "Visitor") -> bool:
    card = cards.get(int(collection.keys[at]))
    return card is not None and bool(card.open) and (not visitor.step_free or card.step_free is not False)


def _told(
    collection: "Collection", scored: "Scored", at: int, shelf: str, cards: Mapping[int, Any], visitor: "Visitor"
) -> Suggestion:
    from museum_guide.suggestions.reasons import ground_of, sentence
    from museum_guide.suggestions.scoring import USUAL_SHARES

    row = cards[int(collection.keys[at])]
    titles = {key: card.title for key, card in cards.items()}
    why = sentence(ground_of(collection, scored, at, USUAL_SHARES), row, titles, visitor)
    return Suggestion(row.id, shelf, why, _where(collection, scored, at, row), row)


def _where(collection: "Collection", scored: "Scored", at: int, row: Any) -> str:
    from museum_guide.suggestions.scoring import museums_within

    if row.museum_id != scored.museum:
        far = museums_within(collection, scored.museum).get(row.museum_id, 0.0)
        return _("%(museum)s, %(distance)s away", museum=row.museum_name, distance=distance(far))
    room = int(collection.rooms[at])
    if room == scored.room and room >= 0:
        return _("In this room")
    return ", ".join(part for part in (row.floor_name, row.room_name) if part)


def distance(kilometres: float) -> str:
    """Say how far away another museum is, in steps of 50 m below a kilometre."""
    if kilometres < 1:
        return _("%(metres)s m", metres=max(50, round(kilometres * 20) * 50))
    return _("%(kilometres)s km", kilometres=f"{kilometres:.1f}" if kilometres < 10 else f"{kilometres:.0f}")
