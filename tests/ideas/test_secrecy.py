"""Counts of an area that hides them are seen by staff and by whoever has voted, and by nobody else, anywhere."""

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient

from accounts.models import Member
from contributions.models import Space, Vote
from contributions.news.digests import digest
from core.clock import format_time, now
from core.database import db
from tests.ideas.boards import make_area, make_idea
from tests.people import Person

Open = Callable[[Person], FlaskClient]
SCORE = 7361
JSON = {"Accept": "application/json"}


def test_hidden_counts_are_hidden_everywhere_until_one_has_voted(
    client: FlaskClient,
    client_of: Open,
    worker: Callable[[], None],
    alice: Person,
    bob: Person,
    staff: Person,
    public_space: Space,
) -> None:
    area = make_area(public_space, counts_hidden=True)
    old = now() - timedelta(hours=2)
    given = {"area_id": area.id, "score": SCORE, "opening_score": SCORE, "created_at": old, "reads": 90, "appeal": 0.37}
    idea = make_idea(alice, public_space, "Lamps for the night", controversy=2.0, **given)
    vote = f"/contributions/{idea.id}/vote"
    author, voter, keeper = client_of(alice), client_of(bob), client_of(staff)
    voter.post(vote, json={"value": 1}, headers=JSON)
    withdrawn = voter.post(vote, json={"value": 0}, headers=JSON)
    assert withdrawn.get_json() == {"score": None, "value": 0}
    worker()
    orders = [
        f"/ideas?order={order}" for order in ("fair", "top", "controversial", "random", "newest", "active", "hot")
    ]
    lists = ["/spaces/public", f"/members/{alice.id}/contributions", f"/members/{alice.id}", "/", "/feed.atom"]
    search = ["/search?q=lamps", "/search?q=lamps+score:%3E7000", f"/feed.atom?thread={idea.id}"]
    api = ["/api/v1/ideas", "/api/v1/ideas?order=hot", f"/api/v1/ideas/{idea.id}", "/api/v1/search?q=lamps"]
    page = f"/ideas/{idea.id}/lamps-for-the-night"
    for address in (*orders, *lists, *search, *api, page):
        for reader in (client, author, voter):
            answer = reader.get(address)
            assert answer.status_code in {200, 401}, address
            assert not any(told in answer.text for told in (str(SCORE), "37%", "0.37")), address
    assert str(idea.id) not in client.get("/api/v1/search?q=lamps+score:%3E7000").text
    assert f"/ideas/{idea.id}/" not in voter.get("/ideas?order=top").text
    member = db.session.get(Member, bob.id)
    assert member is not None
    letter = digest(member, {"week": format_time(old - timedelta(days=3))}, now())
    assert letter is None or str(SCORE) not in str(letter.parts)
    assert str(SCORE) in keeper.get(page).text
    assert str(SCORE) in keeper.get("/ideas?order=top").text

    voted = voter.post(vote, json={"value": 1}, headers=JSON)
    assert voted.get_json() == {"score": SCORE + 1, "value": 1}
    for address in (page, "/ideas", "/ideas?order=top", "/search?q=lamps"):
        assert str(SCORE + 1) in voter.get(address).text, address
        assert str(SCORE) not in client.get(address).text, address
    assert db.session.query(Vote).count() == 1
