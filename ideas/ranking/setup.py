"""Opens the ranking of ideas: its orders on the board, what it remembers of reading, and what it weighs at night."""

from collections.abc import Sequence

from flask import Flask

from contributions.events import ContributionsImported
from contributions.voting import score_changed
from core.jobs import jobs_of
from core.outbox import Delivery, add_lane
from core.pages import places
from ideas.ranking import impressions, weighing
from ideas.ranking.orders import orders
from ideas.ranking.reasons import why_here
from ideas.slots import BOARD_ORDERS, CARD_NOTES

LANE = "appeal"


def register(app: Flask) -> None:
    """Register what this part brings."""
    impressions.register(app)
    score_changed.connect(weighing.settle_votes)
    add_lane(app, LANE, _weigh_imported, ContributionsImported)
    jobs_of(app).every("weigh ideas", _night, hour="3", minute="40")
    with app.app_context():
        places().fill(BOARD_ORDERS, orders)
        places().fill(CARD_NOTES, why_here)


def _weigh_imported(_deliveries: Sequence[Delivery]) -> None:
    """What came from elsewhere changes what is expected of everything that came from there."""
    weighing.weigh_all()


def _night() -> None:
    impressions.forget_exposures()
    weighing.weigh_all()
