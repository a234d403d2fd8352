"""Every page of suggestions, tours and reports: endpoint, address, reader, status, form."""

from typing import Any

from sqlalchemy import select

from core.clock import now
from core.database import db
from museum_guide.artefacts.models import Artefact
from museum_guide.models import Museum
from museum_guide.tours.models import Tour, TourStop

SIGNED_OUT, MEMBER, ADMINISTRATOR = "signed out", "member", "administrator"
FORM = "main form[method=post]"
REPORT, TOURS = "/museums/{museum}/report", "/museums/{museum}/tours"
SHOWN: list[tuple[Any, ...]] = [
    ("suggestions.after", "/museums/{museum}/{work}/next"),
    ("suggestions.whole", "/visit/next"),
    ("letters.wish", "/museums/{museum}/letters"),
    ("letters.wish", "/museums/{museum}/letters", MEMBER, 422, FORM),
    ("tours.tours", TOURS, ADMINISTRATOR),
    ("tours.tour", f"{TOURS}/{{tour}}"),
    ("tours.stop", f"{TOURS}/{{tour}}/1"),
    ("tours.time", "/museums/{museum}/time?minutes=40"),
    ("tours.time", "/museums/{museum}/time?minutes=soon", SIGNED_OUT, 422),
    ("tour_desk.new", f"{TOURS}/new", ADMINISTRATOR),
    ("tour_desk.new", f"{TOURS}/new", ADMINISTRATOR, 422, FORM),
    ("tour_desk.edit", f"{TOURS}/{{tour}}/edit", ADMINISTRATOR),
    ("reports.report", REPORT, ADMINISTRATOR),
    ("reports.rooms", f"{REPORT}/rooms?days=91", ADMINISTRATOR),
    ("reports.works", f"{REPORT}/works", ADMINISTRATOR),
]
NOT_SHOWN = {
    "suggestions.lead": "leads to a page",
    "letters.answer": "tried through a letter",
    "tours.sound": "a file",
    "reports.works_table": "CSV",
    "reports.rooms_table": "CSV",
    "reports.contacts_table": "CSV",
}


def toured(landmarks: dict[str, str]) -> dict[str, str]:
    """Make a tour through the museum of the landmarks, and say where it is."""
    museum = db.session.scalars(select(Museum).where(Museum.slug == landmarks["museum"])).one()
    tour = Tour(museum_id=museum.id, title="One lamp, and its story", language="en", published=True, changed_at=now())
    db.session.add(tour)
    db.session.flush()
    work = select(Artefact.id).where(Artefact.museum_id == museum.id, Artefact.number == int(landmarks["work"]))
    note = {"note": "Look at the **burner**.", "html": "<p>Look at the <strong>burner</strong>.</p>"}
    db.session.add(TourStop(tour_id=tour.id, artefact_id=db.session.scalars(work).one(), position=1, **note))
    db.session.commit()
    return {"tour": str(tour.id)}
