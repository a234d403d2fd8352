"""Three guides of the Weather House, with prices, and what made-up visits say of tours that nobody walked."""

import random
from datetime import timedelta

from sqlalchemy import select

from accounts.models import Member
from core.clock import now
from core.database import db, unit_of_work
from demo.exhibiting import SOURCE, curator
from museum_guide.artefacts.codes import new_code
from museum_guide.guides.deciding import add_price, issue
from museum_guide.guides.models import Guide, GuideReview, GuideTour, TourPart
from museum_guide.guides.schemas import GuideDraft, PriceDraft
from museum_guide.models import Museum
from museum_guide.visits.models import Visit

HOUSE = "weather-house"
ISSUER = "Guild of Guides of the Suffolk Coast"
# Member, licence, languages, places, and prices as amount, minutes and people.
GUIDES = (
    ("Wil de Groot", "SC-0114", "en, nl, de", "All floors and the roof", (("45", 60, 8), ("70", 90, 12))),
    ("Elin Dahl", "SC-0131", "en, sv", "All floors, step-free", (("38", 45, 6), ("60", 75, 12))),
    ("Marguerite Dubois", "SC-0127", "fr, en", "The cellar and the ground floor", (("40", 60, 10),)),
)
SAID = (
    (5, "Knew why each vane squeaks, and let us turn all of them."),
    (4, "Two floors in an hour, and nobody was hurried. A little windy on the roof."),
    (5, "Our daughter asked forty questions and got forty answers."),
    (3, "Good stories, but hard to hear in the stairwell."),
    (5, "Took the lift with us without being asked, and the tour was not shorter for it."),
    (4, ""),
)
LENGTH = timedelta(minutes=60)


def lead() -> None:
    """Register the guides, and let visits of the last days say how their tours were."""
    with unit_of_work():
        museum = db.session.scalars(select(Museum).where(Museum.source == SOURCE, Museum.slug == HOUSE)).first()
        if museum is None:
            return
        chance = random.Random(HOUSE)  # noqa: S311
        guides = [_register(museum.slug, *one) for one in GUIDES if _is_here(one[0])]
        ticketed = (Visit.museum_id == museum.id, Visit.ticket_id.is_not(None), Visit.ended_at.is_not(None))
        visits = list(db.session.scalars(select(Visit).where(*ticketed).order_by(Visit.id)))
        for guide in guides[:2]:
            for rating, body in chance.sample(SAID, 3):
                _say(guide, visits.pop(chance.randrange(len(visits))), rating, body)


def _is_here(name: str) -> bool:
    return db.session.scalar(select(Member.id).where(Member.source == SOURCE, Member.name == name)) is not None


def _register(
    slug: str, name: str, licence: str, languages: str, places: str, prices: tuple[tuple[str, int, int], ...]
) -> Guide:
    today = now().date()
    spans = {"valid_from": today - timedelta(days=90), "valid_until": today + timedelta(days=275)}
    words = {"issuer": ISSUER, "places": places, "member": name, "reason": "Passed the examination of the guild"}
    draft = GuideDraft.model_validate({"name": name, "licence": licence, "languages": languages, **words, **spans})
    guide = issue(curator(), slug, draft)
    for amount, minutes, people in prices:
        price = PriceDraft(amount=amount, currency="GBP", minutes=minutes, people=people)
        add_price(curator(), slug, guide.code, price)
    return guide


def _say(guide: Guide, visit: Visit, rating: int, body: str) -> None:
    begins = visit.started_at
    tour = GuideTour(guide_id=guide.id, code=new_code(), started_at=begins, ends_at=begins + 4 * LENGTH)
    tour.ended_at = begins + LENGTH
    db.session.add(tour)
    db.session.flush()
    db.session.add(TourPart(tour_id=tour.id, visit_id=visit.id, joined_at=begins))
    db.session.flush()
    said = GuideReview(guide_id=guide.id, tour_id=tour.id, visit_id=visit.id, rating=rating, body=body)
    said.written_at = begins + LENGTH + timedelta(minutes=20)
    db.session.add(said)
