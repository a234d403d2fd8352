"""Opens the museum guide."""

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from museum_guide.artefacts import setup as artefacts
from museum_guide.artefacts.models import ArtefactText
from museum_guide.guides import setup as guides
from museum_guide.importing import setup as importing
from museum_guide.labels import setup as labels
from museum_guide.models import MuseumCurator
from museum_guide.museums import setup as museums
from museum_guide.places import setup as places
from museum_guide.questions import setup as questions
from museum_guide.reports import setup as reports
from museum_guide.suggestions import setup as suggestions
from museum_guide.tickets import setup as tickets
from museum_guide.tours import setup as tours
from museum_guide.visits import setup as visits

OFFICE = "what was looked through for a museum stays looked through, without a name"


def register(app: Flask) -> None:
    """Register what this package brings."""
    add_traces(
        app,
        Trace(MuseumCurator.member_id, Fate.DELETED),
        Trace(MuseumCurator.added_by_id, Fate.FORGOTTEN, OFFICE),
        Trace(ArtefactText.reviewed_by_id, Fate.FORGOTTEN, OFFICE),
    )
    museums.register(app)
    artefacts.register(app)
    places.register(app)
    importing.register(app)
    labels.register(app)
    questions.register(app)
    visits.register(app)
    tickets.register(app)
    suggestions.register(app)
    reports.register(app)
    tours.register(app)
    guides.register(app)
