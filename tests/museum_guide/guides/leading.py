"""A guide of the small museum for tests, who is a member, with a price, a review and a tour that goes on."""

from datetime import timedelta

from sqlalchemy import select

from accounts.viewers import ATRIUM
from core.clock import now
from core.database import db, unit_of_work
from museum_guide.artefacts.codes import new_code
from museum_guide.guides.models import Guide, GuideDeed, GuidePrice, GuideReview, GuideTour, TourPart
from museum_guide.models import Museum
from museum_guide.visits.models import Visit
from tests.people import Person


def led(member: Person, slug: str = "quay") -> dict[str, str]:
    """Register the member as a guide and return the code of the card by its name."""
    at, hour = now(), timedelta(hours=1)
    with unit_of_work():
        museum = db.session.scalars(select(Museum).where(Museum.slug == slug)).one()
        days = timedelta(days=30)
        guide = Guide(museum_id=museum.id, code=new_code(), name="Gesa Lund", licence="SAL-17", issuer="Town of Orrin")
        guide.languages, guide.places, guide.member_id = ["en", "de"], "All floors", member.id
        guide.valid_from, guide.valid_until, guide.issued_at = at - days, at + days, at - days
        visit = Visit(museum_id=museum.id, started_at=at - 3 * hour, ends_at=at + hour, language="en", depth="label")
        db.session.add_all([guide, visit])
        db.session.flush()
        db.session.add(GuidePrice(guide_id=guide.id, amount=4550, currency="GBP", minutes=60, people=12))
        db.session.add(GuideDeed(guide_id=guide.id, deed="issued", reason="Passed", by_id=ATRIUM.id, at=at - days))
        spans = {"started_at": at - 3 * hour, "ends_at": at + hour, "ended_at": at - 2 * hour}
        tours = [GuideTour(guide_id=guide.id, code=new_code(), **spans | more) for more in ({}, {"ended_at": None})]
        db.session.add_all(tours)
        db.session.flush()
        db.session.add(TourPart(tour_id=tours[0].id, visit_id=visit.id, joined_at=at - 3 * hour))
        db.session.flush()
        said = GuideReview(guide_id=guide.id, tour_id=tours[0].id, visit_id=visit.id, rating=4, written_at=at - hour)
        said.body = "Nobody was hurried, and every vane may be turned."
        db.session.add(said)
        return {"guide": guide.code}
