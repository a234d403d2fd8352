"""Decisions: every move has an author, a date and a reason, and everybody who cared hears of it exactly once."""

from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, insert, select

from contributions.following import set_following
from contributions.models import Notification, Space, Vote
from contributions.news.models import NewsMail
from contributions.voting import cast_vote
from core.application import Atrium
from core.clock import now
from core.database import db
from core.events import LoggedEvent, OutboxEntry
from ideas.deciding.models import NearestIdea, OfficialResponse
from ideas.models import CoAuthor, Idea, StatusMove
from tests.api.conftest import token_for
from tests.community.reading import path_of, posts_on, words_of
from tests.community.test_races import at_once, post
from tests.ideas.having import have_area, have_idea
from tests.news.conftest import mails_in
from tests.people import Person, make_person

Open = Callable[[Person], FlaskClient]
Work = Callable[[], None]
WHY = "We begin in spring, as the parts have come."


def move(client: FlaskClient, idea: Idea, to: str, **fields: object) -> Any:
    return client.post(f"/ideas/{idea.id}/decide", data={"status": to, "reason": WHY} | fields)


def test_a_move_has_who_when_and_why_and_stands_on_the_page(
    client: FlaskClient, client_of: Open, worker: Work, product_manager: Person, alice: Person, public_space: Space
) -> None:
    idea, keeper = have_idea(alice, public_space), client_of(product_manager)
    assert "Decide" in words_of(keeper.get(f"/ideas/{idea.id}", follow_redirects=True).text)
    assert client_of(alice).get(f"/ideas/{idea.id}/decide").status_code == 403
    assert move(client_of(alice), idea, "planned").status_code == 403
    for fields in ({"reason": ""}, {"reason": "short"}, {"status": "nowhere"}, {"status": "", "reason": WHY}):
        assert move(keeper, idea, "planned", **fields).status_code == 422, fields
    assert db.session.scalar(select(func.count()).select_from(StatusMove)) == 0

    assert path_of(move(keeper, idea, "planned", before="open")).startswith(f"/ideas/{idea.id}/")
    assert move(keeper, idea, "shipped", before="open").status_code == 409, "somebody moved it since"
    assert move(keeper, idea, "planned").status_code == 422, "it stands there"
    said = db.session.scalars(select(StatusMove)).one()
    assert (said.before, said.after, said.phase, said.by_id) == ("open", "planned", "active", product_manager.id)
    assert said.reason == WHY
    for page in (f"/ideas/{idea.id}/a-lamp-in-the-barograph", f"/ideas/{idea.id}/decisions"):
        shown = words_of(client.get(page).text)
        assert "Open → to Planned" in shown.replace("From ", "")
        assert WHY in shown
        assert "Petra Product" in shown
    logged = db.session.scalars(select(LoggedEvent).where(LoggedEvent.name == "IdeaMoved")).one()
    assert (logged.actor_id, logged.payload["after"]) == (product_manager.id, "planned")


def test_everybody_who_cared_hears_exactly_once_whatever_is_done_twice(
    app: Atrium, client_of: Open, worker: Work, staff: Person, alice: Person, bob: Person, charlie: Person,
    public_space: Space,
) -> None:  # fmt: skip
    follower, coauthor, asked, stranger = (make_person(name) for name in ("Fay", "Cleo", "Asked", "Stranger"))
    idea, other = have_idea(alice, public_space), have_idea(bob, public_space, "A light in the barograph")
    cast_vote(bob.viewer, idea.id, 1)
    cast_vote(charlie.viewer, idea.id, 1)
    db.session.execute(Vote.__table__.update().where(Vote.member_id == charlie.id).values(value=-1))
    set_following(follower.viewer, idea.id, following=True)
    set_following(bob.viewer, idea.id, following=True)
    at = now()
    db.session.add(CoAuthor(idea_id=idea.id, member_id=coauthor.id, asked_at=at, accepted_at=at))
    db.session.add(CoAuthor(idea_id=idea.id, member_id=asked.id, asked_at=at))
    db.session.commit()
    worker()

    def mails(person: Person) -> list[Any]:
        return [mail for mail in mails_in(app.extensions["settings"].home) if mail["To"] == person.email]

    keeper, circle = client_of(staff), {alice.id, bob.id, charlie.id, follower.id, coauthor.id}
    deeds: list[Callable[[], Any]] = [
        lambda: move(keeper, idea, "planned"),
        lambda: move(keeper, idea, "", respond="yes"),
        lambda: move(keeper, idea, "shipped", respond="yes"),
        lambda: keeper.post(f"/ideas/{idea.id}/merge", data={"into": other.id}),
        lambda: keeper.post(f"/ideas/{idea.id}/unmerge"),
        lambda: keeper.post(f"/ideas/{idea.id}/merge", data={"into": f"http://localhost/ideas/{other.id}/a-light"}),
    ]
    for number, deed in enumerate(deeds, 1):
        assert deed().status_code == 303, number
        _twice(worker)
        assert _told() == dict.fromkeys(circle, number), f"deed {number}"
        assert len(mails(bob)) == len(mails(follower)) == len(mails(alice)) == number
    assert mails(stranger) == mails(asked) == mails(staff) == []
    assert WHY in str(mails(charlie)[0])
    assert "Planned" in str(mails(charlie)[0])
    assert client_of(charlie).get("/notifications").status_code == 200


def _told() -> dict[int, int]:
    counted = select(Notification.member_id, func.count()).group_by(Notification.member_id)
    return dict(tuple(row) for row in db.session.execute(counted))


def _twice(worker: Work) -> None:
    """Let the worker do everything, and once more, as after it was killed before it could note what was done."""
    rows = db.session.execute(select(OutboxEntry.lane, OutboxEntry.event_id, OutboxEntry.due_at)).all()
    worker()
    db.session.execute(NewsMail.__table__.update().values(due_at=NewsMail.due_at))
    db.session.execute(insert(OutboxEntry), [row._asdict() | {"attempts": 0} for row in rows])
    db.session.commit()
    worker()
    assert db.session.scalar(select(func.count()).select_from(OutboxEntry)) == 0


def test_a_response_is_pinned_until_it_is_taken_down(
    client: FlaskClient, client_of: Open, staff: Person, alice: Person, public_space: Space
) -> None:
    idea, keeper = have_idea(alice, public_space), client_of(staff)
    for words in ("The first word of the house.", "The second word of the house."):
        assert move(keeper, idea, "", reason=words, respond="yes").status_code == 303
    latest = db.session.scalars(select(OfficialResponse).order_by(OfficialResponse.comment_id.desc())).first()
    assert latest is not None
    page = client.get(f"/ideas/{idea.id}", follow_redirects=True).text
    banner = page[page.index("Official response") : page.index("post idea-post")]
    assert "The second word" in banner
    assert len(posts_on(page)) == 3, "both stand among the comments"
    assert keeper.post(f"/contributions/{latest.comment_id}/delete").status_code == 303
    page = client.get(f"/ideas/{idea.id}", follow_redirects=True).text
    assert "The first word" in page[page.index("Official response") : page.index("post idea-post")]


def test_closed_ideas_keep_the_reason_and_lead_to_the_nearest_that_lives(
    client: FlaskClient, client_of: Open, worker: Work, staff: Person, alice: Person, public_space: Space,
    staff_space: Space,
) -> None:  # fmt: skip
    idea, dead = have_idea(alice, public_space), have_idea(alice, public_space, status="declined", phase="closed")
    secret, alive = have_idea(staff, staff_space), have_idea(alice, public_space, "A lamp in the barograph, dimmed")
    worker()
    keeper = client_of(staff)
    for wrong in (idea.id, dead.id, secret.id):
        assert move(keeper, idea, "declined", nearest=str(wrong)).status_code == 422
    assert move(keeper, idea, "declined").status_code == 303
    worker()
    assert db.session.scalars(select(NearestIdea.nearest_id)).one() == alive.id
    shown = words_of(client.get(f"/ideas/{idea.id}", follow_redirects=True).text)
    assert "Why this was closed" in shown
    assert "Nearest idea that lives: A lamp in the barograph, dimmed" in shown
    assert move(keeper, alive, "archived", nearest="").status_code == 303
    assert "Nearest idea" not in words_of(client.get(f"/ideas/{idea.id}", follow_redirects=True).text)
    assert move(keeper, idea, "open").status_code == 303
    assert db.session.scalars(select(NearestIdea.idea_id)).all() in ([], [alive.id])


def test_an_area_may_have_a_pipeline_of_its_own(
    client: FlaskClient, client_of: Open, product_manager: Person, alice: Person, public_space: Space
) -> None:
    area = have_area("Barographs", public_space)
    idea = have_idea(alice, public_space, area_id=area.id)
    keeper, address = client_of(product_manager), "/staff/ideas/pipelines/barographs"
    assert client_of(alice).get(address).status_code == 403
    assert "Barographs" in keeper.get("/staff/ideas/pipelines").text
    own = {"name-0": "Open", "key-0": "open", "phase-0": "open", "name-1": "On trial", "phase-1": "active"}
    assert keeper.post(address, data=own | {"name-2": "On trial", "phase-2": "closed"}).status_code == 422
    assert keeper.post(address, data={"name-0": "On trial", "phase-0": "active"}).status_code == 422
    assert keeper.post(address, data=own | {"phase-0": "sideways"}).status_code == 422
    assert keeper.post(address, data=own).status_code == 303
    assert move(keeper, idea, "planned").status_code == 422
    assert move(keeper, idea, "on-trial").status_code == 303
    assert "On trial" in words_of(client.get(f"/ideas/{idea.id}", follow_redirects=True).text)
    assert keeper.post(address, data={"house": "yes"}).status_code == 422, "an idea stands in a status of its own"
    assert keeper.get(address).status_code == 200


def test_moves_at_once(app: Atrium, client_of: Open, staff: Person, alice: Person, public_space: Space) -> None:
    idea, fields = have_idea(alice, public_space), {"before": "open", "reason": WHY}
    statuses = ("planned", "review", "shipped", "declined")
    codes = at_once([post(client_of(staff), f"/ideas/{idea.id}/decide", status=to, **fields) for to in statuses])
    assert sorted(codes) == [303, 409, 409, 409]
    assert db.session.scalar(select(func.count()).select_from(StatusMove)) == 1


def test_programs_decide_by_the_rules_of_the_pages(
    client: FlaskClient, staff: Person, alice: Person, bob: Person, public_space: Space
) -> None:
    idea, other = have_idea(alice, public_space), have_idea(alice, public_space, "A light in the barograph")
    cast_vote(bob.viewer, idea.id, 1)
    db.session.commit()

    def call(method: str, path: str, person: Person, scope: str, **body: object) -> Any:
        headers = {"Authorization": f"Bearer {token_for(person, scope)}"}
        return client.open(f"/api/v1/ideas/{path}", method=method, headers=headers, json=body or None)

    decided = {"status": "planned", "reason": WHY}
    assert call("POST", f"{idea.id}/decisions", alice, "write", **decided).status_code == 403
    made = call("POST", f"{idea.id}/decisions", staff, "staff", **decided)
    assert (made.status_code, made.json["phase"]) == (201, "active")
    assert client.get(f"/api/v1/ideas/{idea.id}/decisions").json["moves"][0]["reason"] == WHY
    assert call("PUT", f"{idea.id}/merged", staff, "staff", into=other.id).json["standing"] == other.id
    assert call("DELETE", f"{other.id}/carried-vote", bob, "write").status_code == 200
    assert db.session.scalar(select(func.count()).where(Vote.contribution_id == other.id)) == 0
    assert call("DELETE", f"{idea.id}/merged", staff, "staff").json["standing"] == idea.id
