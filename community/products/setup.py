"""Opens the products: their registry, who owns them, and how far members are in buying them."""

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from community.clubs import setup as clubs
from community.owners import views as owners
from community.owners.checking import ARMS
from community.owners.models import Ownership
from community.products import views
from community.products.archive import register_archive
from community.products.holding import holders
from community.stages import moving
from community.stages import views as stages
from community.stages.checking import STAGES
from community.stages.models import ProductStage, StageMove, StageWish
from contributions.products.holders import HOLDERS
from core.doctor import add_check
from core.outbox import add_lane
from core.pages import places
from core.translation import gettext as _


def register(app: Flask) -> None:
    """Register what this package brings."""
    for blueprint in (views.blueprint, owners.blueprint, stages.blueprint):
        app.register_blueprint(blueprint)
    register_archive(app)
    clubs.register(app)
    with app.app_context():
        places().fill("account tabs", lambda: ("stages.stages", _("How far you are")))
        places().fill(HOLDERS, holders)
    add_lane(app, moving.LANE, moving.move_members, *moving.EVENTS)
    add_check(app, STAGES)
    add_check(app, ARMS)
    add_traces(
        app,
        Trace(Ownership.member_id, Fate.DELETED),
        Trace(
            Ownership.verified_by_id,
            Fate.FORGOTTEN,
            "that a purchase was verified is its owner's",
            only=("id", "product_id", "verified_at"),
        ),
        Trace(StageMove.member_id, Fate.DELETED),
        Trace(ProductStage.member_id, Fate.DELETED),
        Trace(StageWish.member_id, Fate.DELETED),
    )
