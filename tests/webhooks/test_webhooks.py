"""Webhooks: signed, tried again, stopped when nobody answers, and never telling more than may be known."""

import base64
import hashlib
import hmac
import http.server
import json
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from accounts.models import Member, Role
from community.accepting import accept_answer
from community.clubs.schemas import ReviewDraft
from community.clubs.writing import review_product
from community.duplicates.marking import mark_duplicate
from community.duplicates.merging import merge_question
from community.exercises.answering import answer_square
from community.exercises.leading import end_exercise, open_exercise
from community.exercises.schemas import CellDraft, ExerciseDraft
from community.knowledge.growing import grow_page
from community.owners.models import Ownership
from contributions.models import Space
from contributions.taking_down import delete, hide, restore
from contributions.webhooks import delivering
from contributions.webhooks.keeping import WebhookDraft, make_webhook
from contributions.webhooks.models import Webhook, WebhookDelivery
from contributions.webhooks.signing import signature
from core.application import Atrium
from core.clock import now
from core.database import db, unit_of_work
from tests import factories
from tests.people import Person

ALL = ["answer.accepted", "contribution.edited", "contribution.posted", "contribution.removed", "contribution.restored"]
ROOMS = ["exercise.answered", "knowledge.made", "question.duplicate", "questions.merged", "review.written"]
SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]{20,}")
Work = Callable[[], None]


@dataclass
class Inbox:
    """What a receiver got, and the status with which it answers."""

    address: str = ""
    status: int = 200
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def told(self) -> list[dict[str, Any]]:
        """Return what was said, and forget it."""
        said = [json.loads(body) for _headers, body in self.got]
        self.got.clear()
        return said


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """A receiver on this machine."""
    kept = Inbox()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(kept.status)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.address = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield kept
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def private(app: Atrium, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let receivers stand on this machine, as the setting allows."""
    settings = app.extensions["settings"].model_copy(update={"webhook_targets": "private"})
    monkeypatch.setitem(app.extensions, "settings", settings)


def hooked(keeper: Person, inbox: Inbox, audience: str = "public", kinds: Sequence[str] = ALL) -> Webhook:
    draft = WebhookDraft(name="chat", address=inbox.address, kinds=[*kinds], audience=audience)
    with unit_of_work():
        return make_webhook(keeper.viewer, draft)


@pytest.mark.once
def test_the_signature_is_that_of_the_standard() -> None:
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    signed = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_what_happens_is_told_once_and_signed(
    client_of: Callable[[Person], FlaskClient],
    inbox: Inbox,
    worker: Work,
    administrator: Person,
    alice: Person,
    bob: Person,
    public_space: Space,
) -> None:
    browser = client_of(administrator)
    form = {"name": "chat", "address": inbox.address, "kinds": ALL, "audience": "public"}
    made = browser.post("/webhooks", data=form)
    secret = SECRET.search(made.text)
    assert secret
    hook = db.session.scalars(select(Webhook)).one()
    assert secret[0] not in browser.get(f"/webhooks/{hook.id}").text, "it is shown once"
    asked = factories.ask(alice, public_space)
    reply = factories.answer(bob, asked)
    with unit_of_work():
        accept_answer(alice.viewer, reply.id, True)
    worker()
    worker()
    headers, body = inbox.got[0]
    assert [one["type"] for one in inbox.told()] == ["contribution.posted"] * 2 + ["answer.accepted"]
    said = json.loads(body)
    assert said["data"]["title"] == asked.title
    assert said["data"]["author"]["name"] == "Alice"
    assert "email" not in body.decode()
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret[0].removeprefix("whsec_"))
    expected = "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == expected

    turned = SECRET.search(browser.post(f"/webhooks/{hook.id}/rotate").text)
    assert turned
    assert turned[0] != secret[0]
    factories.remark(bob, asked)
    worker()
    assert len(inbox.got[0][0]["webhook-signature"].split(" ")) == 2, "the earlier secret counts for a day"
    db.session.execute(update(Webhook).values(earlier_until=now()))
    db.session.commit()
    sent = db.session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.id)).first()
    assert sent is not None
    assert browser.post(f"/webhooks/{hook.id}/deliveries/{sent.id}/again").status_code == 303
    inbox.got.clear()
    worker()
    ((again, _body),) = inbox.got
    assert again["webhook-id"] == headers["webhook-id"], "the same thing has the same id"
    assert len(again["webhook-signature"].split(" ")) == 1
    assert "delivered" in browser.get(f"/webhooks/{hook.id}").text
    assert browser.post(f"/webhooks/{hook.id}/switch", data={"on": "no"}).status_code == 303
    factories.remark(alice, asked)
    worker()
    assert len(inbox.got) == 1, "one that is stopped is told nothing"
    assert browser.post(f"/webhooks/{hook.id}/remove").status_code == 303
    assert db.session.scalars(select(WebhookDelivery)).all() == []
    for bad in ({"address": "file:///etc/passwd"}, {"kinds": []}, {"kinds": ["everything"]}, {"name": ""}):
        assert browser.post("/webhooks", data={**form, **bad}).status_code == 422, bad


def test_it_is_tried_again_for_three_days_and_then_stopped(
    inbox: Inbox, worker: Work, atrium: Callable[..., Any], administrator: Person, alice: Person, public_space: Space
) -> None:
    hook = hooked(administrator, inbox)
    inbox.status = 503
    factories.ask(alice, public_space)
    worker()
    waited = timedelta()
    for attempt in range(1, len(delivering.PAUSES) + 1):
        row = db.session.scalars(select(WebhookDelivery)).one()
        assert (row.attempts, row.status, row.outcome) == (attempt, 503, "")
        assert row.due_at is not None
        waited += row.due_at - now()
        db.session.execute(update(WebhookDelivery).values(due_at=now()))
        db.session.commit()
        delivering.send_due()
        db.session.expire_all()
    assert timedelta(days=3) < waited < timedelta(days=4)
    row, kept = db.session.scalars(select(WebhookDelivery)).one(), db.session.get_one(Webhook, hook.id)
    assert (row.outcome, row.due_at, kept.stopped_because) == ("failed", None, "failing")
    worker()
    db.session.execute(update(WebhookDelivery).values(created_at=now() - timedelta(days=31)))
    db.session.commit()
    with unit_of_work():
        delivering.sweep()
    assert db.session.scalars(select(WebhookDelivery)).all() == []


def test_a_receiver_that_is_gone_is_not_called_again(
    app: Atrium, inbox: Inbox, worker: Work, administrator: Person, alice: Person, public_space: Space
) -> None:
    """Guards against CVE-2026-34033: what somebody typed, in the HTML of a mail."""
    hook = hooked(administrator, inbox)
    db.session.execute(update(Webhook).values(name="<img src=x onerror=alert(1)>"))
    db.session.commit()
    inbox.status = 410
    factories.ask(alice, public_space)
    worker()
    assert db.session.get_one(Webhook, hook.id).stopped_because == "gone"
    mails = [path.read_text() for path in (app.extensions["settings"].home / "mail").glob("*.eml")]
    (told,) = [mail for mail in mails if "was stopped" in mail]
    assert administrator.email in told
    assert "onerror" not in told


def test_what_is_seen_is_judged_when_it_is_sent(
    inbox: Inbox,
    worker: Work,
    administrator: Person,
    moderator: Person,
    alice: Person,
    public_space: Space,
    members_space: Space,
    staff_space: Space,
) -> None:
    """Guards against CVE-2022-39241 and CVE-2023-22488: telling what changed hands between the deed and the sending."""
    hooked(administrator, inbox)
    factories.ask(alice, members_space, title="Only members may read this one")
    hidden = factories.ask(alice, public_space, title="Hidden before anybody was told")
    with unit_of_work():
        hide(moderator.viewer, hidden.id, "not here")
    worker()
    said = inbox.told()
    assert [(one["type"], set(one["data"])) for one in said] == [("contribution.removed", {"number", "id", "kind"})]
    standing = factories.ask(alice, public_space, title="This one stands for everybody")
    with unit_of_work():
        delete(alice.viewer, standing.id)
    with unit_of_work():
        restore(alice.viewer, standing.id)
    worker()
    assert [one["type"] for one in inbox.told()] == ["contribution.posted", "contribution.restored"]

    hooked(administrator, inbox, "owner")
    factories.ask(administrator, staff_space, title="Only staff may read this one")
    worker()
    assert [one["data"]["title"] for one in inbox.told()] == ["Only staff may read this one"]
    db.session.execute(update(Member).where(Member.id == administrator.id).values(roles_held=Role.NONE))
    db.session.commit()
    factories.ask(alice, members_space, title="The owner has no role any more")
    worker()
    assert inbox.told() == []


def test_duplicates_and_merges_are_told_with_no_word_that_is_gone(
    inbox: Inbox,
    worker: Work,
    administrator: Person,
    staff: Person,
    alice: Person,
    bob: Person,
    public_space: Space,
    members_space: Space,
) -> None:
    first, again = factories.ask(alice, public_space), factories.ask(bob, public_space, "My needle trembles, why?")
    closed, closed_too = (
        factories.ask(alice, members_space),
        factories.ask(bob, members_space, "Why does mine tremble?"),
    )
    worker()
    hooked(administrator, inbox, kinds=ROOMS)
    for one, original in ((again, first), (closed_too, closed)):
        with unit_of_work():
            mark_duplicate(staff.viewer, one.id, original.id)
    worker()
    (marked,) = inbox.told()
    assert (marked["type"], marked["data"]["number"]) == ("question.duplicate", again.id)
    assert marked["data"]["original"]["number"] == first.id
    for one in (again, closed_too):
        with unit_of_work():
            merge_question(staff.viewer, one.id)
    worker()
    (merged,) = inbox.told()
    assert (merged["type"], merged["data"]["number"], merged["data"]["undone"]) == ("questions.merged", first.id, False)
    assert set(merged["data"]["merged"]) == {"number", "id", "kind"}, "no word of what stands no more"


def test_pages_reviews_and_open_squares_are_told(
    inbox: Inbox,
    worker: Work,
    administrator: Person,
    staff: Person,
    alice: Person,
    bob: Person,
    public_space: Space,
) -> None:
    asked, gauge = factories.ask(alice, public_space), factories.make_product("Gauge", public_space)
    found = factories.answer(bob, asked)
    given = {"state": "verified", "claimed_at": now(), "verified_at": now(), "arm": "pack"}
    db.session.add(Ownership(product_id=gauge.id, member_id=alice.id, **given))
    title, body = "How do they listen to you?", "Write what your provider does, and what it should do."
    draft = ExerciseDraft(title=title, body=body, space=public_space.id, rows=["Ask"], columns=["Bank", "Shop"])
    with unit_of_work():
        accept_answer(alice.viewer, found.id, accepted=True)
        posed = open_exercise(staff.viewer, draft)
    worker()
    hooked(administrator, inbox, kinds=[*ROOMS, "contribution.posted"])
    review = ReviewDraft(rating=2, title="It leaked in the first week", body="Water stood in the housing at night.")
    cell = CellDraft(body="It tells me in the morning what it changed.")
    with unit_of_work():
        page = grow_page(staff.viewer, asked.id)
        review_product(alice.viewer, gauge, review)
        answer_square(alice.viewer, posed.id, (1, 1), cell)
    worker()
    told = {one["type"]: one["data"] for one in inbox.told()}
    assert set(told) == {"contribution.posted", "knowledge.made", "review.written"}, "of a closed square nobody is told"
    assert (told["knowledge.made"]["number"], told["knowledge.made"]["question"]["number"]) == (page.id, asked.id)
    reviewed = told["review.written"]
    assert (reviewed["rating"], reviewed["product"]) == (2, {"slug": "gauge", "name": "Gauge"})
    with unit_of_work():
        answer_square(bob.viewer, posed.id, (1, 2), cell)
        end_exercise(staff.viewer, posed.id)
    worker()
    assert sorted(one["type"] for one in inbox.told()) == ["contribution.posted", "exercise.answered"]
