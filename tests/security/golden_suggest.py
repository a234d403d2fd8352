"""Who may call which endpoint of suggestions, tours and reports, and what fills its address; by hand."""

# Open to everybody: what is shown still decides, and the visit of the phone that asks.
VISITORS = {
    "suggestions.after": "artefact",
    "suggestions.whole": "",
    "suggestions.away": "artefact",
    "suggestions.lead": "artefact",
    "letters.wish": "museum",
    "letters.answer": "link",
    "tours.tours": "museum",
    "tours.tour": "tour",
    "tours.stop": "tour",
    "tours.sound": "tour",
    "tours.time": "museum",
}
# What strangers send: a visit of theirs changes, or a mail is asked for or answered.
VISITOR_WRITES = {"suggestions.away", "letters.wish", "letters.answer"}
# For those who keep a museum; which one is theirs, rules and queries decide.
CURATORS = {
    "reports.report": "museum",
    "reports.rooms": "museum",
    "reports.works": "museum",
    "reports.works_table": "museum",
    "reports.rooms_table": "museum",
    "reports.contacts_table": "museum",
    "tour_desk.new": "museum",
    "tour_desk.edit": "tour",
    "tour_desk.add": "tour",
    "tour_desk.change": "tour",
    "tour_desk.move": "tour",
    "tour_desk.remove": "tour",
}
