"""Exercises: one's own answer first, then those of the others; merged with credit; and nothing leaks before."""

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from community.exercises.answering import answer_square
from community.exercises.leading import end_overdue, open_exercise, open_ready_made
from community.exercises.merging import merge_answers
from community.exercises.models import Cell, Credit, Exercise, Merged
from community.exercises.queries import gate_at
from community.exercises.schemas import CellDraft, ExerciseDraft, MergeDraft
from contributions.editing import latest_revision
from contributions.models import Notification, Revision, Space
from contributions.posting import comment
from contributions.schemas import CommentDraft
from core.clock import format_time, now
from core.database import db, unit_of_work
from tests import databases, factories
from tests.community.reading import follow_pages, posts_on, value_of, words_of
from tests.community.test_races import at_once, post
from tests.people import Person, make_person

Open = Callable[[Person], FlaskClient]
FIRST = (1, 1)
BANK = "My bank tells me in the morning what it changed at night."


@pytest.fixture
def exercise(staff: Person, public_space: Space) -> Exercise:
    """An exercise of two rows and three columns."""
    draft = ExerciseDraft(
        title="How do they listen to you?",
        body="Write what your provider does, and what it should do.",
        space=public_space.id,
        rows=["Ask", "Answer"],
        columns=["Bank", "Telecom", "Retail"],
    )
    with unit_of_work():
        return open_exercise(staff.viewer, draft)


def write(person: Person, exercise: Exercise, body: str = BANK, place: tuple[int, int] = FIRST) -> Cell:
    """Let somebody answer in a square."""
    with unit_of_work():
        return answer_square(person.viewer, exercise.id, place, CellDraft(body=body))


def square(exercise: Exercise, place: tuple[int, int] = FIRST) -> str:
    """Return the address of a square."""
    return f"/exercises/{exercise.id}/{place[0]}/{place[1]}"


def test_ones_own_answer_opens_those_of_the_others(
    client_of: Open, client: FlaskClient, alice: Person, bob: Person, staff: Person, exercise: Exercise
) -> None:
    theirs = write(bob, exercise)
    factories.remark(staff, theirs, "And in the evening?")
    reader = client_of(alice)
    for browser in (client, reader):
        page = words_of(browser.get(square(exercise)).text)
        assert ("in the morning" in page, "in the evening" in page, "1 answer" in page) == (False, False, True)
        assert browser.get(f"/contributions/{theirs.id}").status_code == 404
    assert "The answers of others open once yours stands here" in words_of(reader.get(square(exercise)).text)
    assert reader.post(f"/contributions/{theirs.id}/vote", data={"value": 1}).status_code == 404
    assert "in the morning" in client_of(staff).get(square(exercise)).text

    sent = reader.post(f"{square(exercise)}/answer", data={"body": "Mine only writes when I owe it something."})
    assert (sent.status_code, sent.headers["Location"]) == (303, f"{square(exercise)}#answers")
    page = reader.get(square(exercise)).text
    own = db.session.scalars(select(Cell.id).where(Cell.author_id == alice.id)).one()
    assert posts_on(page) == [own, theirs.id]
    assert "And in the evening?" in page
    assert reader.post(f"/contributions/{theirs.id}/vote", data={"value": 1}).status_code == 303
    assert reader.post(f"/contributions/{theirs.id}/comment", data={"body": "Lucky you."}).status_code == 303
    assert client.get(f"/contributions/{theirs.id}").status_code == 404, "it is open to those who wrote, not to all"
    assert theirs.id not in posts_on(reader.get(square(exercise, (1, 2))).text)

    lead = reader.get(f"/contributions/{theirs.id}").headers["Location"]
    assert f"?at={theirs.id}" in reader.get(lead).headers["Location"]
    reader.post(f"/contributions/{own}/delete")
    assert reader.get(f"/contributions/{theirs.id}").status_code == 404, "without one's own answer the door shuts again"
    again = reader.post(f"{square(exercise)}/answer", data={"body": "Something else for the second time."})
    assert again.status_code == 403
    reader.post(f"/contributions/{own}/restore")
    assert posts_on(reader.get(square(exercise)).text) == [own, theirs.id]


def test_the_grid_says_where_something_is_missing(client_of: Open, alice: Person, exercise: Exercise) -> None:
    write(alice, exercise)
    reader = client_of(alice)
    reader.put(f"/drafts/cell:{_gate(exercise, (2, 3))}", json={"body": "In the shop"})
    page = reader.get(f"/exercises/{exercise.id}/how-do-they-listen-to-you").text
    words = words_of(page)
    assert "Nobody has written in 5 squares yet" in words
    for said in ("Bank × Answer", "You have answered : Ask, Bank", "Go on with your draft : Answer, Retail"):
        assert said in words
    assert "Bank × Ask " not in words
    assert len(re.findall(r'<th role="columnheader"', page)) == 3
    assert value_of(reader.get(square(exercise, (2, 3))).text, "body") == "In the shop"
    assert "/exercises/gates/" in reader.get("/drafts").text
    assert reader.get(f"/exercises/gates/{_gate(exercise, (2, 3))}").headers["Location"] == square(exercise, (2, 3))
    for lost in ("/exercises/gates/4242", square(exercise, (3, 1)), "/exercises/4242", "/exercises/4242/1/1"):
        assert reader.get(lost).status_code == 404, lost


def _gate(exercise: Exercise, place: tuple[int, int]) -> int:
    return gate_at(exercise.id, place)


def test_staff_opens_one_by_form_and_the_ready_made_one_by_a_button(
    client_of: Open, staff: Person, alice: Person, public_space: Space
) -> None:
    leader = client_of(staff)
    fields = {"title": "What makes a good shop?", "body": "Tell us, in a few sentences.", "space": public_space.id}
    wrong = leader.post("/exercises/new", data={**fields, "rows": "A\nA", "columns": "\n".join(map(str, range(13)))})
    assert wrong.status_code == 422
    assert "Give every name once" in wrong.text
    assert "between 1 and 12 names" in wrong.text
    for day, said in (("yesterday", "year-month-day"), ("2020-01-01", "This day is over")):
        refused = leader.post("/exercises/new", data={**fields, "rows": "A", "columns": "B", "closes": day})
        assert said in refused.text
    made = leader.post("/exercises/new", data={**fields, "rows": " A \n\nB", "columns": "C", "closes": "2999-12-31"})
    assert made.status_code == 303
    assert "Answers are taken until" in leader.get(made.headers["Location"]).text

    ready = leader.post("/exercises/ready", data={"space": public_space.id})
    page = words_of(leader.get(ready.headers["Location"]).text)
    assert "Nobody has written in 15 squares yet" in page
    assert "Telecom × Let customers try it early" in page
    assert "Five tasks of a good service" in leader.get("/exercises").text
    assert client_of(alice).post("/exercises/ready", data={"space": public_space.id}).status_code == 403


def test_what_went_into_a_merged_answer_is_credited(
    client_of: Open, worker: Callable[[], None], alice: Person, bob: Person, staff: Person, exercise: Exercise
) -> None:
    first, second = write(alice, exercise), write(bob, exercise, "Nobody has ever asked me anything.")
    elsewhere = write(bob, exercise, "The shop has a box for letters.", (2, 3))
    leader, address = client_of(staff), f"{square(exercise)}/merge"
    page = leader.get(address).text
    sent = {"body": "Some tell you, most never ask.", "revision": 0, "present": value_of(page, "present")}
    boxes = {f"credit_{cell.id}": "yes" for cell in (first, second, elsewhere)}
    assert leader.post(address, data=sent | boxes).status_code == 303
    worker()
    assert set(db.session.scalars(select(Credit.cell_id))) == {first.id, second.id}, "of this square alone"
    shown = words_of(client_of(alice).get(square(exercise)).text)
    assert "Some tell you, most never ask." in shown
    assert re.search(r"From the answers of .*Alice.*Bob", shown)
    assert "used your answer in a merged one" in client_of(bob).get("/notifications").text
    told = select(func.count()).select_from(Notification).where(Notification.occasion == "credited")
    assert db.session.scalar(told) == 2

    assert leader.post(address, data=sent).status_code == 409, "whoever began before the first was saved is asked"
    page = leader.get(address).text
    assert re.search(rf'name="credit_{first.id}" value="yes" checked', page)
    anew = {
        "body": "Most never ask.",
        "revision": value_of(page, "revision"),
        "present": "yes",
        f"credit_{first.id}": 1,
    }
    assert leader.post(address, data=anew).status_code == 303
    merged = db.session.scalars(select(Merged)).one()
    assert (latest_revision(merged.id), list(db.session.scalars(select(Credit.cell_id)))) == (2, [first.id])
    assert db.session.scalar(select(func.count()).select_from(Revision)) == 2


def test_the_end_opens_everything_to_every_reader(
    client_of: Open, client: FlaskClient, worker: Callable[[], None], alice: Person, staff: Person, exercise: Exercise
) -> None:
    written = write(alice, exercise)
    factories.remark(alice, written, "It is a heron of a bank.")
    worker()
    finds = [f"/search?q={word}" for word in ("morning", "heron")]
    for find in finds:
        for browser in (client, client_of(alice), client_of(staff)):
            assert "How do they listen to you?" not in browser.get(find).text, "closed answers are in no index"
    assert "morning" not in client.get(square(exercise)).text
    assert client_of(alice).post(f"/exercises/{exercise.id}/end").status_code == 403
    for _twice in range(2):
        assert client_of(staff).post(f"/exercises/{exercise.id}/end").status_code == 303
    worker()
    assert "morning" in client.get(square(exercise)).text
    assert all("How do they listen to you?" in client.get(find).text for find in finds)
    late = client_of(alice).post(f"{square(exercise, (1, 2))}/answer", data={"body": "A little too late for this."})
    assert (late.status_code, "has ended" in late.text) == (403, True)


def test_time_is_up_by_the_clock(
    client_of: Open, alice: Person, bob: Person, exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(alice, exercise)
    exercise.closes_at = now() + timedelta(days=1)
    db.session.commit()
    with unit_of_work():
        end_overdue()
    assert exercise.ended_at is None
    reader = client_of(bob)
    monkeypatch.setenv("ATRIUM_NOW", format_time(now() + timedelta(days=1, seconds=1)))
    late = reader.post(f"{square(exercise)}/answer", data={"body": "A little too late for this."})
    assert late.status_code == 403
    assert "morning" not in reader.get(square(exercise)).text
    with unit_of_work():
        end_overdue()
    assert "morning" in reader.get(square(exercise)).text


def test_twenty_at_once_leave_one_answer_and_one_merged(
    client_of: Open, alice: Person, staff: Person, exercise: Exercise
) -> None:
    body = {"body": "Said twenty times at the same moment."}
    mine = [post(client_of(alice), f"{square(exercise)}/answer", **body) for _number in range(12)]
    merging = [post(client_of(staff), f"{square(exercise)}/merge", present="no", **body) for _number in range(8)]
    codes = at_once([*mine, *merging])
    assert sorted(codes[:12]) == [303] + [403] * 11
    assert sorted(codes[12:]) == [303] + [409] * 7
    assert [db.session.scalar(select(func.count()).select_from(kind)) for kind in (Cell, Merged)] == [1, 1]


def test_few_statements_for_any_number_of_squares_and_authors(
    app: Any,
    client_of: Open,
    client: FlaskClient,
    count_queries: Callable[[], AbstractContextManager[Any]],
    alice: Person,
    staff: Person,
    exercise: Exercise,
) -> None:
    reader, taken = client_of(alice), {}
    addresses = ("/exercises", f"/exercises/{exercise.id}/how-do-they-listen-to-you", square(exercise))
    write(alice, exercise)
    for round_number, people in enumerate((1, 21)):
        for number in range(people):
            cell = write(make_person(f"Writer {round_number}-{number}"), exercise, f"Thought number {number} of many.")
            with unit_of_work():
                comment(alice.viewer, cell.id, CommentDraft(body="I think so, too."))
        if not round_number:
            with unit_of_work():
                merge_answers(
                    staff.viewer, exercise.id, FIRST, MergeDraft(body="All in all it is fine.", credited=[cell.id])
                )
        app.wsgi_app.pages.clear()
        for address in addresses:
            for browser in (reader, client):
                with count_queries() as statements:
                    assert browser.get(address).status_code == 200
                taken.setdefault((address, browser is reader), []).append(statements.count)
    assert {key: counts for key, counts in taken.items() if counts[0] < counts[1] or max(counts) > 6} == {}
    pages = follow_pages(reader, square(exercise))
    assert [len(posts_on(page)) for page in pages] == [20, 4]
    last = posts_on(pages[1])[-1]
    assert last in posts_on(reader.get(f"{square(exercise)}?at={last}").text), "a far answer is looked for"


def test_names_of_writers_are_not_told_by_a_mention(alice: Person, bob: Person, exercise: Exercise) -> None:
    write(bob, exercise)
    asked = write(alice, exercise, "What would @Bob say to that, I wonder?", (1, 2))
    assert f"/members/{bob.id}" not in asked.html
    own = write(alice, exercise, "And here I ask @Bob once more.")
    assert f"/members/{bob.id}" not in own.html
    assert f"/members/{bob.id}" in factories.remark(alice, own, "Here @Bob may be called.").html


def test_an_archive_takes_exercises_along(
    atrium: Callable[..., Any], tmp_path: Any, alice: Person, bob: Person, staff: Person, exercise: Exercise
) -> None:
    first = write(alice, exercise)
    write(bob, exercise, "Nobody has ever asked me anything.", (2, 3))
    factories.remark(alice, first)
    with unit_of_work():
        merge_answers(staff.viewer, exercise.id, FIRST, MergeDraft(body="All in all it is fine.", credited=[first.id]))
    assert atrium("export", tmp_path / "out.jsonl").code == 0
    written = (tmp_path / "out.jsonl").read_bytes()
    lines = {line["type"]: line for line in map(json.loads, written.splitlines())}
    assert (lines["exercise"]["rows"], lines["cell"]["row"], lines["cell"]["column"]) == (["Ask", "Answer"], 2, 3)
    databases.empty_tables()
    strange = lines["cell"] | {"id": "far", "row": 3, "author": None}
    (tmp_path / "in.jsonl").write_bytes(written + json.dumps(strange).encode() + b"\n")
    for stored in (True, False):
        report = json.loads(atrium("import", tmp_path / "in.jsonl", "--json").out)
        assert report["by_type"]["cell"]["stored"] == (3 if stored else 0), report
    posed = db.session.scalars(select(Exercise)).one()
    assert posed.row_names == ["Ask", "Answer", "3"], "the grid grows to hold what lies outside of it"
    assert db.session.scalar(select(func.count()).select_from(Credit)) == 1
    gates = db.session.scalars(select(Cell.gate_id)).all()
    assert len(set(gates)) == 3


def test_the_ready_made_exercise_fits_its_own_rules(staff: Person, public_space: Space) -> None:
    with unit_of_work():
        made = open_ready_made(staff.viewer, public_space.id)
    assert (len(made.row_names), made.column_names) == (5, ["Bank", "Telecom", "Retail"])
