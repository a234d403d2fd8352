"""Opens the import of collections and the keeping of museums: commands, pages and the job."""

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from accounts.viewers import Viewer
from core.database import db
from core.jobs import jobs_of
from core.pages import places
from core.translation import lazy_gettext as _
from museum_guide.importing import cli, keeping_views, views
from museum_guide.importing.models import ImportRun
from museum_guide.importing.sending_in import JOB, take_in
from museum_guide.models import Museum
from museum_guide.slots import DESK_LINKS, DeskLink

OFFICE = "what was brought in for a museum stays, without a name"


def register(app: Flask) -> None:
    """Register what this folder brings."""
    add_traces(app, Trace(ImportRun.by_id, Fate.FORGOTTEN, OFFICE))
    jobs_of(app).add(JOB, take_in)
    app.register_blueprint(views.blueprint)
    app.register_blueprint(keeping_views.blueprint)
    cli.register(app)
    with app.app_context():
        places().fill(DESK_LINKS, _links)


def _links(viewer: Viewer, museum_id: int) -> list[DeskLink]:
    desk = f"/museums/{db.session.get_one(Museum, museum_id).slug}/desk"
    links = [DeskLink(_("Bring in a collection"), f"{desk}/import", rank=30)]
    if viewer.standing.administrator:
        links.append(DeskLink(_("Curators"), f"{desk}/keepers", rank=90))
    return links
