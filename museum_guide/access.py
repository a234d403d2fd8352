"""Who may call which endpoint of the museum guide: its part of the one table that `access.py` holds."""

from accounts.guard import Access

ANYONE = Access.ANYONE

MUSEUM_GUIDE: dict[str, Access] = {
    # What visitors see; what belongs to a draft or needs a ticket, queries and rules decide.
    "museums.museums": ANYONE,
    "museums.museum": ANYONE,
    "museums.works": ANYONE,
    "museums.room": ANYONE,
    "museums.floor": ANYONE,
    "museums.plan": ANYONE,
    "museums.keypad": ANYONE,
    "museums.collection": ANYONE,
    "museums.contents": ANYONE,
    "artefacts.artefact": ANYONE,
    "artefacts.label": ANYONE,
    "artefacts.manifest": ANYONE,
    "artefacts.picture": ANYONE,
    "artefacts.file": ANYONE,
    "artefacts.zoom": ANYONE,
    "artefacts.sound": ANYONE,
    # What to see next; it follows the visit of the phone that asks.
    "suggestions.after": ANYONE,
    "suggestions.whole": ANYONE,
    "suggestions.away": ANYONE,
    "suggestions.lead": ANYONE,
}
