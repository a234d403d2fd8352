"""Word of mouth: each newcomer counts once and for nobody's own sake; a reward is never apart from its story."""

import re
from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import func, select

from accounts.models import Member
from accounts.sessions import digest
from contributions.models import Contribution, Space
from core.clock import now
from core.database import db
from ideas.roadmap.models import Expectation
from ideas.word_of_mouth.models import Invitation, Referral
from tests.accounts.conftest import JOINING
from tests.community.reading import path_of, words_of
from tests.ideas.roadmapping import promised
from tests.people import Person, make_person

Open = Callable[[Person], FlaskClient]
STORY = "The barograph fell from the shelf at four, and by six it drew its line again."


def link_of(client: FlaskClient, name: str = "My friends") -> str:
    """Make a link and return its path."""
    page = client.post("/account/invitations", data={"name": name}).text
    found = re.search(r"http://localhost(/with/[\w-]+)", page)
    assert found, page
    return found[1]


def referred() -> list[tuple[str, int | None]]:
    statement = select(Member.name, Referral.by_id).join(Referral, Referral.member_id == Member.id)
    return [(row.name, row.by_id) for row in db.session.execute(statement.order_by(Member.id))]


def test_a_newcomer_counts_once_and_never_for_oneself(
    client: FlaskClient, client_of: Open, app: object, alice: Person, bob: Person
) -> None:
    member = client_of(alice)
    link = link_of(member)
    token = link.rpartition("/")[2]
    kept = db.session.scalars(select(Invitation)).one()
    assert kept.token_digest == digest(token)
    assert token not in member.get("/account/invitations").text
    assert "This is your own link" in member.get(link).text
    assert "You are a member already" in client_of(bob).get(link).text
    assert "Alice invites you" in client.get(link).text
    assert client.post("/register", data=JOINING).status_code == 303
    again = JOINING | {"name": "Dora Dial", "email": "dora@example.org"}
    assert client.post("/register", data=again).status_code == 303
    assert referred() == [("Doro Dial", alice.id), ("Dora Dial", alice.id)]
    assert "0 people came" in words_of(member.get("/account/invitations").text)
    doro = db.session.scalars(select(Member).where(Member.name == "Doro Dial")).one()
    doro.confirmed_at, doro.email = now(), "doro@example.org"
    db.session.commit()
    page = words_of(member.get("/account/invitations").text)
    assert "1 person came" in page
    assert "Doro Dial" in page
    assert "Dora Dial" not in page
    # The same mailbox with a tag in it, and the browser in which the link was made.
    tagged = JOINING | {"name": "Alicia", "email": "alice+two@example.org"}
    assert client.post("/register", data=tagged).status_code == 303
    member.post("/logout")
    member.get(link)
    other = JOINING | {"name": "Alison", "email": "alison@example.org"}
    assert member.post("/register", data=other).status_code == 303
    assert len(referred()) == 2
    assert client_of(bob).post(f"/account/invitations/{kept.id}/end").status_code == 404
    assert client_of(alice).post(f"/account/invitations/{kept.id}/end").status_code == 303
    assert client.get(link).status_code == 404
    assert client.post("/register", data=JOINING | {"name": "Late", "email": "late@example.org"}).status_code == 303
    assert len(referred()) == 2


def test_the_tree_counts_everybody_once(client_of: Open, alice: Person, bob: Person, charlie: Person) -> None:
    dora = make_person("Dora")
    for newcomer, by in ((bob, alice), (charlie, bob), (dora, bob)):
        db.session.add(Referral(member_id=newcomer.id, by_id=by.id, created_at=now()))
    db.session.commit()
    page = words_of(client_of(alice).get("/account/invitations").text)
    assert "1 came by your links 2 in generation 2" in page
    for number in range(10):
        link_of(client_of(dora), f"Link {number}")
    assert client_of(dora).post("/account/invitations", data={"name": "One more"}).status_code == 422


def test_a_reward_stands_beside_its_story(
    client: FlaskClient, client_of: Open, alice: Person, public_space: Space
) -> None:
    member = client_of(alice)
    form = {"title": "It fell and went on", "body": STORY, "space": public_space.id, "true": "yes", "rewarded": "yes"}
    assert member.post("/stories/new", data=form).status_code == 422
    assert member.post("/stories/new", data=form | {"true": "", "reward": "A lamp"}).status_code == 422
    assert member.post("/stories/new", data={**form, "rewarded": "", "reward": "A lamp"}).status_code == 422
    url = path_of(member.post("/stories/new", data=form | {"reward": "A lamp & ten euros"}))
    key = int(url.split("/")[2])
    told = path_of(member.post("/stories/new", data=form | {"rewarded": "no", "title": "Nothing happened at all"}))
    edit = {"title": "It fell and went on", "body": "It only fell, and then it went on.", "revision": 0}
    assert member.post(f"/contributions/{key}/edit", data=edit).status_code == 303
    assert "Its author got: A lamp & ten euros" in words_of(client.get(url).text)
    assert "Told without a reward" in words_of(client.get(told).text)
    page = words_of(client.get("/stories").text)
    assert page.index("A lamp & ten euros") < page.index("It only fell")
    row = db.session.get_one(Contribution, key)
    assert "A lamp &amp; ten euros" in row.html
    assert "A lamp & ten euros" in row.excerpt
    assert row.body == "It only fell, and then it went on."
    assert "A lamp &amp;amp; ten euros" in client.get("/feed.atom?kind=story").text


def test_newcomers_who_were_invited_are_compared_with_the_others(
    client_of: Open, staff: Person, alice: Person, public_space: Space
) -> None:
    key = promised(client_of(staff), public_space)
    for number in range(12):
        newcomer = make_person(f"Newcomer {number}", joined_at=now() - timedelta(days=100 if number == 11 else 10))
        if number < 6:
            db.session.add(Referral(member_id=newcomer.id, by_id=alice.id, created_at=now()))
        said = 6 + number % 2 if number < 6 else 3 + number % 2
        db.session.add(Expectation(promise_id=key, member_id=newcomer.id, expected=said, expected_at=now(), got=3))
    db.session.commit()
    page = words_of(client_of(staff).get("/staff/word-of-mouth").text)
    assert "Invited by a member 6 6.50" in page
    assert "Others 5 3.40" in page
    assert "Invited less others +3.10" in page
    assert client_of(alice).get("/staff/word-of-mouth").status_code == 403
    assert db.session.scalar(select(func.count()).select_from(Expectation)) == 12
