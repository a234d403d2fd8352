"""Knowledge, duplicates, products, exercises and one's own standing through the interface, by the rules of the pages."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from accounts.models import Member
from accounts.sanctioning import SanctionDraft, sanction
from community.accepting import accept_answer
from community.clubs.models import ProductReview
from community.clubs.schemas import ReviewDraft
from community.clubs.writing import review_product
from community.duplicates.merging import merge_question
from community.exercises.answering import answer_square
from community.exercises.leading import end_exercise, open_exercise
from community.exercises.models import Exercise
from community.exercises.schemas import CellDraft, ExerciseDraft
from community.knowledge.growing import grow_page
from community.models import Question
from community.owners.codes import load_codes
from community.owners.models import Ownership
from contributions.guests.models import GuestTerm
from contributions.guests.schemas import TermDraft
from contributions.guests.terms import name_guest
from contributions.models import Space
from contributions.moderation.speed import stamp
from contributions.products.models import Product
from contributions.reputation.models import CommunitySize, ReputationEntry
from core.clock import now
from core.database import db, unit_of_work
from tests import factories
from tests.people import Person, make_person

Start = Callable[..., Any]
REVIEW = {"rating": 2, "title": "It leaked in the first week", "body": "Water stood in the housing after one night."}
CELL = "My bank tells me in the morning what it changed at night."
LISTS = (
    "/knowledge",
    "/knowledge/{page}",
    "/knowledge/{page}/credits",
    "/questions?product={product}",
    "/questions/{question}/related",
    "/exercises",
    "/exercises/{exercise}",
    "/exercises/{exercise}/squares/1/1",
    "/products",
    "/products/{product}",
    "/products/{product}/reviews",
    "/products/{product}/ownership",
    "/me/reading",
    "/me/reputation",
    "/me/guest-terms",
)
MOST = 6


def exercise_in(space: Space, staff: Person) -> Exercise:
    draft = ExerciseDraft(
        title="How do they listen to you?",
        body="Write what your provider does, and what it should do.",
        space=space.id,
        rows=["Ask", "Answer"],
        columns=["Bank"],
    )
    with unit_of_work():
        return open_exercise(staff.viewer, draft)


def own(person: Person, product: Product) -> None:
    """Let a person be a verified owner."""
    given = {"state": "verified", "claimed_at": now(), "verified_at": now(), "arm": "pack"}
    db.session.add(Ownership(product_id=product.id, member_id=person.id, **given))
    db.session.commit()


def solved(asker: Person, helper: Person, space: Space) -> Question:
    asked = factories.ask(asker, space, tags=["gauge"])
    found = factories.answer(helper, asked)
    with unit_of_work():
        accept_answer(asker.viewer, found.id, accepted=True)
    return asked


def test_each_list_takes_as_many_statements_for_many_rows_as_for_one(
    program: Start,
    count_queries: Callable[[], AbstractContextManager[Any]],
    alice: Person,
    bob: Person,
    staff: Person,
    public_space: Space,
) -> None:
    caller, gauge = program(alice), factories.make_product("Gauge", public_space, "gauge")
    posed, asked = exercise_in(public_space, staff), solved(alice, bob, public_space)
    with unit_of_work():
        page = grow_page(staff.viewer, asked.id)
    named = {"page": page.id, "product": gauge.id, "question": asked.id, "exercise": posed.id}
    with unit_of_work():
        answer_square(alice.viewer, posed.id, (1, 1), CellDraft(body=CELL))
    taken: dict[str, list[int]] = {}
    for number in (1, 3):
        for each in range(number):
            other = make_person(f"Owner {number} {each}")
            own(other, gauge)
            again, at = solved(other, bob, public_space), now()
            factories.make_product(f"Gauge {number} {each}", public_space)
            exercise_in(public_space, staff)
            with unit_of_work():
                grow_page(staff.viewer, again.id)
                review_product(other.viewer, gauge, ReviewDraft(**REVIEW))
                answer_square(other.viewer, posed.id, (1, 1), CellDraft(body=CELL))
            gained = {"points": 10, "cause": "voted up", "contribution_id": again.id, "by_id": 0, "turn": 1}
            db.session.add(ReputationEntry(member_id=alice.id, day=at.date(), written_at=at, **gained))
            term = {"reason": "Knows vanes.", "begins_at": at, "ends_at": at + timedelta(days=1), "created_at": at}
            db.session.add(GuestTerm(member_id=alice.id, named_by_id=staff.id, **term))
            db.session.commit()
        for path in LISTS:
            address = path.format(**named)
            caller.get(address)
            with count_queries() as statements:
                caller.get(address)
            taken.setdefault(path, []).append(statements.count)
    assert {path: numbers for path, numbers in taken.items() if numbers[0] != numbers[1]} == {}
    assert {path: taken[path][0] for path in LISTS if taken[path][0] > MOST} == {}
    for path in ("/knowledge", "/exercises", "/products", f"/products/{gauge.id}/reviews", "/me/reputation"):
        whole = caller.get(f"{path}?limit=100")["results"]
        first = caller.get(f"{path}?limit=2")
        second = caller.get(f"{path}?limit=100&after={first['after']}")["results"]
        assert first["results"] + second == whole, path
        assert len(second) >= 2


def test_what_was_asked_before_leads_to_its_original(
    program: Start, alice: Person, bob: Person, charlie: Person, staff: Person, members_space: Space
) -> None:
    first, again = factories.ask(alice, members_space), factories.ask(bob, members_space, "My needle trembles, why?")
    asker, stranger, reader = program(bob, "read", "write"), program(charlie, "read", "write"), program()
    mark = f"/questions/{again.id}/duplicate"
    assert stranger.call("PUT", mark, {"of": first.id}).status_code == 403, "it takes points"
    assert asker.call("PUT", mark, {"of": again.id}).status_code == 403
    assert asker.call("PUT", mark, {"of": 999_999}).status_code == 404
    assert asker.call("PUT", mark, {"of": first.id}).json == {"number": again.id, "original": first.id}
    assert asker.call("PUT", mark, {"of": first.id}).status_code == 409
    beside = asker.get(f"/questions/{again.id}/related")
    assert (beside["original"]["number"], beside["said"]) == (first.id, "confirmed")
    assert [one["number"] for one in asker.get(f"/questions/{first.id}/related")["again"]] == [again.id]
    assert stranger.call("PUT", f"{mark}/judged", {"value": False}).status_code == 403
    assert asker.call("PUT", f"{mark}/judged", {"value": False}).json["original"] is None
    assert asker.get(f"/questions/{again.id}/related")["doubted"] is True
    assert asker.call("PUT", f"{mark}/judged", {"value": True}).json["original"] == first.id
    assert asker.call("DELETE", mark).json["original"] is None
    asker.call("PUT", mark, {"of": first.id})

    factories.answer(charlie, again)
    with unit_of_work():
        merge_question(staff.viewer, again.id)
    for below in ("", "/answers"):
        moved = stranger.call("GET", f"/questions/{again.id}{below}")
        assert (moved.status_code, moved.headers["Location"]) == (301, f"/api/v1/questions/{first.id}{below}")
        assert moved.json["status"] == 301
        assert reader.call("GET", f"/questions/{again.id}{below}").status_code == 404, (
            "nobody is led where they may not"
        )
    said = stranger.call("POST", f"/questions/{again.id}/answers", {"body": "I had begun this one before."})
    assert said.status_code == 201
    answers = asker.get(f"/questions/{first.id}/answers?order=newest")["results"]
    assert answers[0]["number"] == said.json["number"]


def test_a_knowledge_page_grows_and_is_suggested_to(
    program: Start, alice: Person, bob: Person, staff: Person, public_space: Space, members_space: Space
) -> None:
    asked, closed = solved(alice, bob, public_space), solved(alice, bob, members_space)
    plain, keeper, reader = program(bob, "read", "write"), program(staff, "read", "write", "staff"), program()
    grow = f"/questions/{asked.id}/knowledge"
    assert plain.call("POST", grow).status_code == 403
    assert program(staff, "read", "write").call("POST", grow).status_code == 403, "a role sleeps without its scope"
    made = keeper.call("POST", grow)
    assert (made.status_code, made.json["kind"]) == (201, "article")
    assert keeper.call("POST", grow).status_code == 409
    hidden = keeper.call("POST", f"/questions/{closed.id}/knowledge").json["number"]
    page = made.json["number"]
    assert [one["number"] for one in reader.get("/knowledge")["results"]] == [page]
    assert reader.get(f"/knowledge/{page}")["title"] == asked.title
    found = reader.get(f"/knowledge/{page}/credits")
    assert [(one["author"]["name"], one["state"]) for one in found["sources"]] == [
        ("Alice", "stands"),
        ("Bob", "stands"),
    ]
    assert reader.get(f"/questions/{asked.id}/related")["page"]["number"] == page
    for below in ("", "/credits"):
        assert reader.call("GET", f"/knowledge/{hidden}{below}").status_code == 404
    words = {"title": "Why the needle trembles", "body": "The sun warms the case.", "comment": "Shorter"}
    suggested = plain.call("POST", f"/knowledge/{page}/suggestions", words)
    assert (suggested.status_code, suggested.json["state"]) == (201, "open")
    assert plain.call("POST", f"/knowledge/{page}/suggestions", words).status_code == 409
    assert plain.call("POST", f"/knowledge/{asked.id}/suggestions", words).status_code == 404


def test_a_product_is_claimed_by_code_and_reviewed(
    program: Start, alice: Person, bob: Person, staff: Person, public_space: Space, staff_space: Space
) -> None:
    gauge = factories.make_product("Gauge", public_space, "gauge")
    secret = factories.make_product("Secret", staff_space)
    with unit_of_work():
        load_codes(staff.viewer, gauge, "AB12-CD34")
    owner, other, reader = program(alice, "read", "write"), program(bob, "read", "write"), program()
    base = f"/products/{gauge.id}"
    assert other.call("PUT", f"{base}/review", REVIEW).status_code == 403
    wrong = owner.call("POST", f"{base}/ownership", {"code": "ZZ99-ZZ99"})
    assert (wrong.status_code, list(wrong.json["errors"])) == (422, ["code"])
    assert owner.get(f"{base}/ownership")["state"] == "none"
    assert owner.call("POST", f"{base}/ownership", {"code": "ab12 cd34"}).json["state"] == "verified"
    assert list(other.call("POST", f"{base}/ownership", {"code": "AB12CD34"}).json["errors"]) == ["code"]
    assert other.call("POST", f"{base}/ownership", {"proof": "I have the bill."}).json["state"] == "claimed"
    written = owner.call("PUT", f"{base}/review", REVIEW)
    assert (written.status_code, written.json["kind"]) == (200, "review")
    assert owner.call("PUT", f"{base}/review", {**REVIEW, "rating": 6}).status_code == 422
    assert owner.call("PUT", f"{base}/review", {**REVIEW, "rating": 4}).json["number"] == written.json["number"]
    assert [(one["rating"], one["author"]["name"]) for one in reader.get(f"{base}/reviews")["results"]] == [
        (4, "Alice")
    ]
    assert reader.get(f"{base}/reviews?stars=2&order=lowest")["results"] == []
    shown = reader.get(base)
    assert (shown["owners"], shown["stars"], shown["tag"]) == (1, [0, 0, 0, 1, 0], "gauge")
    about = factories.ask(bob, public_space, tags=["gauge"])
    factories.ask(bob, public_space, "Something else altogether?")
    assert [one["number"] for one in reader.get(f"/questions?product={gauge.id}")["results"]] == [about.id]
    assert [one["number"] for one in reader.get("/products")["results"]] == [gauge.id]
    for path in (f"/products/{secret.id}", f"/products/{secret.id}/reviews", f"/questions?product={secret.id}"):
        assert reader.call("GET", path).status_code == 404, path
    assert owner.call("GET", f"/products/{secret.id}/ownership").status_code == 404
    assert db.session.scalars(select(ProductReview.rating)).all() == [4]


def test_a_square_opens_to_whoever_answered_in_it(
    program: Start, alice: Person, bob: Person, staff: Person, public_space: Space
) -> None:
    posed = exercise_in(public_space, staff)
    first, second, reader = program(alice, "read", "write"), program(bob, "read", "write"), program()
    square = f"/exercises/{posed.id}/squares/1/1"
    written = first.call("POST", square, {"body": CELL}).json
    assert first.call("POST", square, {"body": CELL}).status_code == 403, "each member once"
    assert first.call("POST", f"/exercises/{posed.id}/squares/3/1", {"body": CELL}).status_code == 404
    for closed in (second, reader):
        assert closed.get(square)["results"] == []
        assert closed.call("GET", f"/contributions/{written['number']}").status_code == 404
        grid = closed.get(f"/exercises/{posed.id}")
        assert CELL not in str(grid)
        assert [(one["row"], one["answers"], one["answered"]) for one in grid["squares"]] == [
            (1, 1, False),
            (2, 0, False),
        ]
    own_words = second.call("POST", square, {"body": "Mine writes a letter, weeks later."}).json
    assert [one["number"] for one in second.get(square)["results"]] == [own_words["number"], written["number"]]
    assert second.get(f"/exercises/{posed.id}")["squares"][0]["answered"] is True
    assert reader.get(square)["results"] == []
    with unit_of_work():
        end_exercise(staff.viewer, posed.id)
    assert len(reader.get(square)["results"]) == 2
    late = first.call("POST", f"/exercises/{posed.id}/squares/2/1", {"body": CELL})
    assert late.status_code == 403


def test_one_s_own_standing_and_habits(
    program: Start, alice: Person, bob: Person, staff: Person, public_space: Space, staff_space: Space
) -> None:
    caller = program(alice, "read", "write")
    assert caller.get("/me/reading") == {"language": "", "zone": ""}
    habits = {"language": "en", "zone": "Europe/Paris"}
    assert caller.call("PUT", "/me/reading", habits).json == caller.get("/me/reading") == habits
    assert list(caller.call("PUT", "/me/reading", {"zone": "Atlantis"}).json["errors"]) == ["zone"]
    seen, unseen, at = (
        factories.ask(alice, public_space),
        factories.ask(staff, staff_space, "Only for staff to read"),
        now(),
    )
    for key, points in ((seen.id, 10), (unseen.id, -10)):
        gained = {"points": points, "cause": "voted up", "contribution_id": key, "by_id": 0, "turn": 1}
        db.session.add(ReputationEntry(member_id=alice.id, day=at.date(), written_at=at, **gained))
    db.session.execute(update(Member).where(Member.id == alice.id).values(reputation=11))
    with unit_of_work():
        term = name_guest(
            staff.viewer,
            alice.id,
            TermDraft(
                begins=at.date(),
                until=at.date() + timedelta(days=9),
                reason="Knows vanes by heart.",
                spaces=[public_space.id, staff_space.id],
            ),
        )
    entries = caller.get("/me/reputation")["results"]
    assert [(one["points"], one["reversed"], one["about"], one["title"]) for one in entries] == [
        (-10, True, None, ""),
        (10, False, seen.id, seen.title),
    ]
    shown = program().get(f"/members/{alice.id}")
    assert (shown["reputation"], shown["level"]) == (11, 0)
    (asked,) = caller.get("/me/guest-terms")["results"]
    assert (asked["accepted"], asked["in_force"], asked["topics"]) == (
        None,
        False,
        [{"kind": "space", "name": "Public"}],
    )
    answer = f"/me/guest-terms/{term.id}/accepted"
    assert program(bob, "read", "write").call("PUT", answer, {"value": True}).status_code == 404
    agreed = caller.call("PUT", answer, {"value": True}).json
    assert (agreed["accepted"], agreed["in_force"]) == (True, True)
    assert program(staff).get("/me/guest-terms")["results"] == [], "staff reads its own here"


@pytest.mark.limits
def test_a_token_keeps_every_rule(
    program: Start, alice: Person, bob: Person, administrator: Person, public_space: Space
) -> None:
    """Newcomers' limits, held posts, thresholds of reputation, and silence hold for programs as for pages."""
    draft = {"title": "Why does the needle tremble?", "body": "It is calm again by four.", "space": public_space.id}
    newcomer, reader = program(alice, "read", "write"), program()
    many = "See https://a.example/1 and https://b.example/2 and https://c.example/3 for what I mean."
    refused = newcomer.call("POST", "/questions", {**draft, "body": many})
    assert (refused.status_code, "2 links" in refused.json["detail"]) == (429, True)
    held = newcomer.call("POST", "/questions", {**draft, "begun": stamp()})
    assert (held.status_code, held.json["state"]) == (201, "held"), "nobody types a question in no time"
    assert reader.call("GET", f"/questions/{held.json['number']}").status_code == 404
    assert reader.get("/questions")["results"] == []
    again = newcomer.call("POST", "/questions", draft)
    assert again.status_code == 429
    assert int(again.headers["Retry-After"]) > 60

    other = program(bob, "read", "write")
    db.session.add(CommunitySize(size="large", chosen_at=now()))
    db.session.commit()
    tagged = other.call("POST", "/questions", {**draft, "tags": ["unheardof"]})
    assert (tagged.status_code, "1500" in tagged.json["detail"] or "1,500" in tagged.json["detail"]) == (403, True)
    mine = other.call("POST", "/questions", draft).json["number"]
    assert newcomer.call("PUT", f"/contributions/{mine}/vote", {"value": 1}).status_code == 403, "15 points"
    assert newcomer.call("PUT", f"/questions/{mine}/duplicate", {"of": mine + 1}).status_code in {403, 404}
    with unit_of_work():
        sanction(administrator.viewer, bob.id, SanctionDraft(kind="silence", hours=1, reason="too loud"))
    for method, path, body in (
        ("POST", "/questions", draft),
        ("POST", f"/questions/{mine}/answers", {"body": "I found out myself."}),
        ("PUT", f"/contributions/{mine}", {**draft, "revision": 0}),
    ):
        silenced = other.call(method, path, body)
        assert (silenced.status_code, "too loud" in silenced.json["detail"]) == (403, True), path
