"""Who may call which endpoint of tickets and visits, and what fills its address; by hand and apart from the code."""

# Open to everybody: the cookie of a phone, a code or a signed link decides what comes of it.
VISITORS = {
    "ticket.ticket": "",
    "visits.own": "",
    "visits.begin": "museum",
    "visits.choices": "",
    "visits.keep": "artefact",
    "visits.mail": "",
    "visits.end": "",
    "visits.linked": "link",
    "visits.follow": "link",
    "visits.beats": "",
}
# What strangers send: it changes a visit, or begins one.
VISITOR_WRITES = set(VISITORS) - {"visits.own", "visits.linked"}
# For those who keep a museum; which one is theirs, rules and queries decide.
CURATORS = {
    "tickets.tickets": "museum",
    "tickets.offer": "museum",
    "tickets.switch": "museum",
    "tickets.make": "museum",
    "tickets.take_batch_back": "museum",
    "tickets.release_ticket": "museum",
    "tickets.refund_ticket": "museum",
}
