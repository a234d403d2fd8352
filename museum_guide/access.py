"""Who may call which endpoint of the museum guide: its part of the one table that `access.py` holds."""

from accounts.guard import Access

ANYONE = Access.ANYONE
CURATOR = Access.CURATOR

MUSEUM_GUIDE: dict[str, Access] = {
    # A visit is its phone's own: the cookie or the signed link decides.
    "ticket.ticket": ANYONE,
    "visits.own": ANYONE,
    "visits.begin": ANYONE,
    "visits.pack": ANYONE,
    "visits.choices": ANYONE,
    "visits.keep": ANYONE,
    "visits.mail": ANYONE,
    "visits.end": ANYONE,
    "visits.linked": ANYONE,
    "visits.follow": ANYONE,
    "visits.beats": ANYONE,
    "tickets.tickets": CURATOR,
    "tickets.offer": CURATOR,
    "tickets.switch": CURATOR,
    "tickets.make": CURATOR,
    "tickets.take_batch_back": CURATOR,
    "tickets.release_ticket": CURATOR,
    "tickets.refund_ticket": CURATOR,
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
}
