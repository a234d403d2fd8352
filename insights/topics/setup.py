"""Opens the topics: their stage, their command, and what is forgotten of them."""

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from insights.commands import insights
from insights.forgetting import add_forgetter
from insights.stages import add_stage
from insights.topics import commands
from insights.topics.finding import find_topics
from insights.topics.forgetting import forget_threads
from insights.topics.models import Topic

OFFICE = "what a topic is called stays, whoever said so"


def register(app: Flask) -> None:
    """Register what this folder brings."""
    add_stage("topics", find_topics)
    add_forgetter("topics", forget_threads)
    add_traces(app, Trace(Topic.edited_by_id, Fate.FORGOTTEN, OFFICE))
    insights.add_command(commands.topics)
