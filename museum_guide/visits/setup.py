"""Opens visits: what a visitor sees of their own, and what their phone says of the time they spend."""

from flask import Flask

from core.jobs import jobs_of
from core.pages import own_cookies, places
from museum_guide.slots import ARTEFACT_PANELS, MUSEUM_PANELS
from museum_guide.visits import keeping, linking, pages, views
from museum_guide.visits.current import visit_cookie


def register(app: Flask) -> None:
    """Register what this part brings."""
    app.register_blueprint(views.blueprint)
    linking.register(app)
    jobs_of(app).every("sweep visits", keeping.sweep, hour="3", minute="20")
    with app.app_context():
        own_cookies(app).append(visit_cookie())
        places().fill(ARTEFACT_PANELS, pages.artefact_panels)
        places().fill(MUSEUM_PANELS, pages.museum_panels)
