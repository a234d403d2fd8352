"""Opens initiatives and services: their kinds and their pages."""

from typing import Any

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from accounts.viewers import Viewer
from contributions.kinds import Kind, add_kind
from core.pages import places
from core.translation import lazy_gettext as _
from ideas.initiatives import archive
from ideas.initiatives.models import Claim, Contributor, ServicePerson, TrainingDone
from ideas.initiatives.views import blueprint, services_blueprint
from ideas.slots import BOARD_LINKS, IDEA_DEEDS, BoardLink, Deed

OFFICE = "what was done for others stays on record, without a name"


def register(app: Flask) -> None:
    """Register what this package brings."""
    add_kind(Kind("initiative", _("Initiative"), "initiatives", opens_thread=True, replied_by="comment"))
    add_kind(Kind("service", _("Service"), "services", opens_thread=True, replied_by="comment"))
    app.register_blueprint(blueprint)
    app.register_blueprint(services_blueprint)
    archive.register_archive(app)
    add_traces(
        app,
        Trace(Claim.by_id, Fate.FORGOTTEN, OFFICE),
        Trace(Contributor.member_id, Fate.DELETED),
        Trace(ServicePerson.member_id, Fate.DELETED),
        Trace(ServicePerson.promoted_by_id, Fate.FORGOTTEN, OFFICE, only=("service_id", "promoted_at")),
        Trace(TrainingDone.member_id, Fate.DELETED),
        Trace(TrainingDone.seen_by_id, Fate.FORGOTTEN, OFFICE, only=("service_id", "step", "seen_at")),
    )
    with app.app_context():
        places().fill(BOARD_LINKS, _links)
        places().fill(IDEA_DEEDS, _deeds)


def _links(_viewer: Viewer) -> list[BoardLink]:
    return [
        BoardLink("initiatives", _("Initiatives"), "/initiatives", 80),
        BoardLink("services", _("Services"), "/services", 90),
    ]


def _deeds(viewer: Viewer, row: Any) -> list[Deed]:
    """Let members put an idea to work."""
    if not viewer.signed_in or row.phase == "closed":
        return []
    return [Deed(_("Start an initiative"), f"/initiatives/new?idea={row.id}", "arrow-right", rank=80)]
