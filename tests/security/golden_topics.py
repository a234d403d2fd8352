"""Who may call which endpoint of topics and of runs; by hand and apart from the code."""

# For product managers, of whom the administrator is one.
MANAGERS_OF_TOPICS = {
    "topics.topics": "",
    "topics.topic_map": "",
    "topics.ask": "",
    "topics.topic": "topic",
    "topics.change": "topic",
    "topics.merge": "topic",
    "topics.unmerge": "topic",
    "topics.split": "topic",
    "topics.start": "",
    "topics.stop": "",
}
