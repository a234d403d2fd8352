"""A plan for whoever has so many minutes, made of what suggestions know of them and of the museum."""

from functools import cache
from typing import Any

from core.clock import now
from core.translation import locale
from museum_guide.addresses import artefact_address
from museum_guide.models import Museum
from museum_guide.suggestions.copying import current_copy
from museum_guide.suggestions.queries import cards_of, history_of
from museum_guide.tours.planning import Candidate, Stay, plan
from museum_guide.tours.queries import seconds_needed_for
from museum_guide.visits.current import VisitRow

# So many of the best are looked at for a plan.
POOL = 60


def plan_for(visit: VisitRow | None, museum: Museum, minutes: int) -> list[dict[str, Any]]:
    """Return the stops of a plan: four statements at most, and no stops before anything was learned of the museum.

    None was seen in the visit before, is closed, or stands behind steps for who takes none.
    """
    collection = current_copy().current()
    if collection is None or museum.id not in collection.house:
        return []
    import numpy as np

    from museum_guide.suggestions.collection import NOWHERE
    from museum_guide.suggestions.scoring import Visitor, score, ways_from

    visitor = Visitor(museum.id)
    if visit is not None:
        history = history_of(visit.id, visit.liked)
        visitor = Visitor(museum.id, history.looks, history.away, step_free=visit.step_free)
    scored = score(collection, visitor)
    own = np.flatnonzero(scored.reach & (collection.museums == museum.id))
    # Where one ends up matters here, not how far it is from where one stands.
    worth = scored.total
    best = [int(at) for at in own[np.argsort(-worth[own], kind="stable")][:POOL]]
    keys = [int(collection.keys[at]) for at in best]
    cards = cards_of(keys, museum.id, visit.language if visit else locale(), now(), museum.timezone)
    needed = seconds_needed_for(keys)
    rooms = {key: int(collection.rooms[at]) for key, at in zip(keys, best, strict=True)}
    candidates = [
        Candidate(key, rooms[key], float(worth[at]), needed.get(key, 0.0))
        for key, at in zip(keys, best, strict=True)
        if key in cards and cards[key].open and not (visitor.step_free and cards[key].step_free is False)
    ]
    if not candidates:
        return []
    start = scored.room if scored.room != NOWHERE else candidates[0].room
    costs = cache(lambda room: ways_from(collection, visitor, room))
    return [_told(cards[stay.key], stay) for stay in plan(candidates, start, 60.0 * minutes, costs)]


def _told(card: Any, stay: Stay) -> dict[str, Any]:
    return {
        "url": f"{artefact_address(card.museum_slug, card.number)}?by=list",
        "title": card.title,
        "maker": card.maker,
        "where": ", ".join(part for part in (card.room_name, card.floor_name) if part),
        "minutes": max(1, round(stay.stay / 60)),
        "seconds": stay.stay + stay.walk,
    }
