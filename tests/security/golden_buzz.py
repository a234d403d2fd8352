"""Who may call which endpoint of buzz and favourites; by hand and apart from the code."""

# For product managers, of whom the administrator is one.
MANAGERS_OF_BUZZ = {
    "buzz.overview": "",
    "buzz.subject": "subject",
    "buzz.rows": "subject",
    "buzz.table": "subject",
    "buzz.document": "subject",
    "buzz.alarms": "",
    "buzz.alarm": "alarm",
    "buzz.take": "alarm",
    "buzz.answer": "alarm",
    "favourites.favourites": "",
    "favourites.table": "",
    "favourites.document": "",
}
