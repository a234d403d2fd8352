"""Opens the import of collections: its commands, its pages and its job."""

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from museum_guide.importing import cli
from museum_guide.importing.models import ImportRun

OFFICE = "what was brought in for a museum stays, without a name"


def register(app: Flask) -> None:
    """Register what this folder brings."""
    add_traces(app, Trace(ImportRun.by_id, Fate.FORGOTTEN, OFFICE))
    cli.register(app)
