"""Who may call which endpoint of what emerges; by hand and apart from the code."""

# For product managers, of whom the administrator is one.
MANAGERS_OF_WHAT_EMERGES = {
    "emerging.emerging": "",
    "emerging.alarm": "alarm",
    "emerging.reply": "alarm",
}
