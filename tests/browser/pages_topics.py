"""The pages of topics, as (endpoint, address, status): what an administrator sees of them."""

TOPICS = [
    ("topics.topics", "/insights/topics", 200),
    ("topics.topics", "/insights/topics?by=growth", 200),
    ("topics.topic_map", "/insights/topics/map", 200),
    ("topics.ask", "/insights/topics/ask?q=the%20needle", 200),
    ("topics.topic", "/insights/topics/999999", 404),
]
