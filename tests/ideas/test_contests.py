"""Contests: from the brief to the winners, as those who take part see them."""

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from contributions import counters
from contributions.models import Notification, Space, Vote
from core import outbox
from core.clock import now
from core.database import db
from ideas.contests.events import ContestDecided, ContestPhaseBegan
from ideas.contests.judging import mean_points, standings
from ideas.contests.models import Contest, Decision, Entry, EntryFile, JuryScore, TeamMember
from ideas.contests.staging import begin_phases
from ideas.contests.telling import tell_of_contests
from ideas.contests.uploading import without_metadata
from tests.community.reading import path_of, words_of
from tests.ideas.contests import BODY, JPEG, PNG, judge, move, send_in, stage
from tests.people import Person, make_person

Open = Callable[[Person], FlaskClient]
FORM = {
    "title": "A lamp for the quay",
    "body": "Light the quay with what is there already.",
    "entries": "2040-05-01",
    "voting": "2040-06-01",
    "jury": "2040-07-01",
    "closes": "2040-07-14",
    "criteria": "Useful x 2\nBeautiful",
    "boxes": "yes",
    "enter_entries": "yes",
    "vote_voting": "yes",
}


def test_staff_opens_a_contest(client_of: Open, staff: Person, bob: Person, public_space: Space) -> None:
    browser = client_of(staff)
    wrong = FORM | {"space": str(public_space.id), "jurors": "Nobody at all", "voting": "2040-04-01"}
    assert "must follow one another" in browser.post("/contests/new", data=wrong).text
    unknown = browser.post("/contests/new", data=wrong | {"voting": "2040-06-01"})
    assert unknown.status_code == 422
    assert "Nobody here is called Nobody at all." in words_of(unknown.text)

    made = browser.post("/contests/new", data=wrong | {"voting": "2040-06-01", "jurors": bob.name})
    contest = db.session.scalars(select(Contest)).one()
    assert path_of(made) == f"/contests/{contest.id}/a-lamp-for-the-quay"
    assert contest.switches["entries"] == ["enter"]
    assert contest.switches["decided"] == []
    shown = words_of(client_of(bob).get(path_of(made)).text)
    assert "Announced Entries open on" in shown
    assert "The wall is still free" in shown
    assert "A lamp for the quay" in words_of(browser.get("/contests").text)
    assert client_of(bob).post(f"/contests/{contest.id}/enter", data={"name": "Lamp", "body": BODY}).status_code == 403
    assert client_of(bob).post(f"/contests/{contest.id}/dates", data=FORM).status_code == 403

    moved = browser.post(f"/contests/{contest.id}/dates", data=FORM | {"entries": "2020-05-01"})
    assert moved.status_code == 303
    assert "The dates were changed" in words_of(browser.get(f"/contests/{contest.id}/record").text)
    assert "Entries are taken until" in words_of(client_of(bob).get(path_of(made)).text)


def test_a_team_enters_with_files(
    client_of: Open,
    client: FlaskClient,
    worker: Callable[[], None],
    alice: Person,
    bob: Person,
    staff: Person,
    public_space: Space,
) -> None:
    contest = stage(staff, public_space, staff)
    browser, url = client_of(alice), f"/contests/{contest.id}/enter"
    sent = {"name": "Tide lamp", "body": BODY}
    disguised = sent | {"files": (io.BytesIO(b"<script>alert(1)</script>"), "lamp.png")}
    refused = browser.post(url, data=disguised)
    assert refused.status_code == 422
    assert "lamp.png is no PNG, JPEG, WebP or PDF." in words_of(refused.text)
    assert db.session.scalar(select(func.count()).select_from(Entry)) == 0

    files = [
        (io.BytesIO(PNG), "../\u202elamp.exe"),
        (io.BytesIO(JPEG), "at home.jpeg"),
        (io.BytesIO(b"%PDF-1.7"), "plan.pdf"),
    ]
    entry_url = path_of(browser.post(url, data=sent | {"files": files}))
    entry = db.session.scalars(select(Entry)).one()
    assert entry_url == f"/contests/{contest.id}/entries/{entry.id}"
    kept = db.session.execute(select(EntryFile.id, EntryFile.media_type).order_by(EntryFile.position)).all()
    assert [file.media_type for file in kept] == ["image/png", "image/jpeg", "application/pdf"]
    picture = client.get(f"{entry_url}/files/{kept[0].id}", buffered=True)
    assert picture.data == PNG
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    assert b"Exif" not in client.get(f"{entry_url}/files/{kept[1].id}", buffered=True).data
    assert "attachment" in client.get(f"{entry_url}/files/{kept[2].id}", buffered=True).headers["Content-Disposition"]

    assert browser.post(f"{entry_url}/team", data={"member": bob.name}).status_code == 303
    worker()
    asked = client_of(bob)
    assert "Alice asks you to join their team" in words_of(asked.get("/notifications").text)
    assert "Bob" not in words_of(client.get(entry_url).text).partition("The team")[2].partition("Reply")[0]
    assert asked.post(f"{entry_url}/answer", data={"answer": "accept"}).status_code == 303
    assert browser.post(f"{entry_url}/team", data={"member": staff.name}).status_code == 303
    client_of(staff).post(f"{entry_url}/answer", data={"answer": "accept"})
    team = db.session.scalars(select(TeamMember).order_by(TeamMember.member_id)).all()
    assert [(one.member_id, one.staff) for one in team] == [(alice.id, False), (bob.id, False), (staff.id, True)]
    assert "Stella Staff Staff" in words_of(client.get(entry_url).text)
    wall = client.get(f"/contests/{contest.id}/a-lamp-for-the-quay").text
    assert f'src="{entry_url}/files/{kept[0].id}"' in wall

    changed = asked.post(f"{entry_url}/change", data={"name": "Moon lamp", "body": BODY, "revision": "0"})
    assert changed.status_code == 303
    assert "Moon lamp" in client.get(entry_url).text
    assert asked.post(f"{entry_url}/files/{kept[0].id}/remove").status_code == 303
    assert [one.position for one in db.session.scalars(select(EntryFile).order_by(EntryFile.id))] == [1, 2]
    assert client.get(f"{entry_url}/files/{kept[0].id}").status_code == 404
    move(contest, "voting")
    late = asked.post(f"{entry_url}/change", data={"name": "Late lamp", "body": BODY, "revision": "1"})
    assert late.status_code == 403
    assert browser.post(f"/contributions/{entry.id}/edit", data={"body": BODY, "revision": 1}).status_code == 403
    assert asked.post(f"{entry_url}/answer", data={"answer": "leave"}).status_code == 403


@pytest.mark.once
@given(st.binary(max_size=40), st.binary(min_size=1, max_size=40).filter(lambda scan: b"Exif" not in scan))
def test_a_picture_keeps_all_but_what_a_camera_wrote(exif: bytes, scan: bytes) -> None:
    private = b"\xff\xe1" + (len(exif) + 8).to_bytes(2) + b"Exif\0\0" + exif
    rest = b"\xff\xdb\x00\x04ab\xff\xda\x00\x02" + scan
    assert without_metadata(b"\xff\xd8" + private + rest) == b"\xff\xd8" + rest
    assert without_metadata(PNG + exif) == PNG + exif


def test_the_public_votes_and_the_jury_scores(
    client_of: Open,
    client: FlaskClient,
    alice: Person,
    bob: Person,
    charlie: Person,
    staff: Person,
    public_space: Space,
) -> None:
    juror = make_person("Judith")
    contest = stage(staff, public_space, juror, charlie)
    lamp, buoy = send_in(alice, contest, "Tide lamp", bob), send_in(bob, contest, "Buoy bell")
    url = f"/contests/{contest.id}/entries/{lamp.id}"
    vote = f"/contributions/{lamp.id}/vote"
    assert client_of(charlie).post(vote, data={"value": "1"}).status_code == 403, "voting is not open"
    move(contest, "voting")
    assert client_of(bob).post(vote, data={"value": "1"}).status_code == 403, "one of the team"
    assert client_of(charlie).post(vote, data={"value": "1"}).status_code == 303
    page = client_of(charlie).get(url).text
    assert "You voted for it" in page
    assert "1 vote" not in words_of(page), "the counts are hidden"
    assert client.get(f"/api/v1/contests/{contest.id}/entries").get_json()["results"][0]["votes"] is None
    assert "1 vote" in words_of(client_of(staff).get(url).text)

    score = {"points_1": "9", "points_2": "6"}
    assert client_of(juror).post(f"{url}/score", data=score).status_code == 403, "the jury does not score now"
    move(contest, "jury")
    assert client_of(alice).post(f"{url}/score", data=score).status_code == 403
    assert client_of(juror).post(f"{url}/score", data={"points_1": "9"}).status_code == 403
    assert client_of(juror).post(f"{url}/score", data={"points_1": "11", "points_2": "1"}).status_code == 400
    for points in ({"points_1": "1", "points_2": "1"}, score):
        assert path_of(client_of(juror).post(f"{url}/score", data=points)) == f"/contests/{contest.id}/jury"
    assert db.session.scalar(select(func.sum(JuryScore.points))) == 15
    assert "15 of 20 points" in words_of(client_of(juror).get(f"/contests/{contest.id}/jury").text)
    for other in (charlie, staff):
        said = words_of(client_of(other).get(f"/contests/{contest.id}/jury").text) + client_of(other).get(url).text
        assert not {part for part in ("15 of 20", "<meter") if part in said}, "nobody else sees it until the jury ends"
    assert client_of(alice).get(f"/contests/{contest.id}/jury").status_code == 403
    move(contest, "closed")
    assert '<meter min="0" max="10" value="9.0">' in client.get(url).text
    assert client_of(juror).post(f"{url}/score", data=score).status_code == 403
    db.session.add(
        JuryScore(entry_id=buoy.id, contest_id=contest.id, juror_id=alice.id, criterion=1, points=9, given_at=now())
    )
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_stuffing_the_ballot_changes_nothing_where_the_jury_decides(
    client_of: Open,
    client: FlaskClient,
    worker: Callable[[], None],
    alice: Person,
    bob: Person,
    charlie: Person,
    staff: Person,
    public_space: Space,
) -> None:
    contest = stage(staff, public_space, charlie)
    lamp, buoy = send_in(alice, contest, "Tide lamp"), send_in(bob, contest, "Buoy bell")
    move(contest, "jury")
    judge(charlie, lamp, 9, 6)
    judge(charlie, buoy, 7, 9)
    move(contest, "closed")
    before = [one.entry for one in standings(db.session.get_one(Contest, contest.id))]
    puppets = [make_person(f"Puppet {number}", joined_at=now()) for number in range(12)]
    db.session.add_all(Vote(contribution_id=buoy.id, member_id=one.id, value=1, created_at=now()) for one in puppets)
    db.session.commit()
    counters.recount_contributions()
    db.session.commit()
    after = standings(db.session.get_one(Contest, contest.id))
    assert [one.entry for one in after] == before == [lamp.id, buoy.id]
    assert [(one.mean, one.votes, one.settled) for one in after] == [(Fraction(8), 0, 0), (Fraction(23, 3), 12, 0)]

    browser, url = client_of(staff), f"/contests/{contest.id}/decide"
    assert "12" in words_of(browser.get(url).text), "all votes stand beside"
    reason = "Says most with least, and lasts."
    stuffed = browser.post(url, data={f"place_{buoy.id}": "1", f"reason_{buoy.id}": reason})
    assert stuffed.status_code == 422
    assert "do not follow the order" in words_of(stuffed.text)
    places = {
        f"place_{lamp.id}": "1",
        f"reason_{lamp.id}": reason,
        f"place_{buoy.id}": "2",
        f"reason_{buoy.id}": reason,
    }
    assert client_of(alice).post(url, data=places).status_code == 403
    assert browser.post(url, data=places).status_code == 303
    page = words_of(client.get(f"/contests/{contest.id}/a-lamp-for-the-quay").text)
    assert page.index("The winners") < page.index("Tide lamp") < page.index("Buoy bell")
    assert reason in page
    assert "12 votes" in page
    assert browser.post(url, data=places).status_code == 422, "again only with a word on why"
    assert browser.post(url, data=places | {"words": "A typing error in a reason."}).status_code == 303
    record = db.session.scalars(select(Decision).order_by(Decision.id)).all()
    assert [one.by_id for one in record] == [staff.id, staff.id]
    assert record[0].figures["standings"][1] == {
        "entry": buoy.id,
        "mean": "23/3",
        "jurors": 1,
        "votes": 12,
        "settled": 0,
    }
    assert "23/3" in words_of(browser.get(f"/contests/{contest.id}/record").text)
    worker()
    _heard_once(contest, alice, bob, lamp)


def _heard_once(contest: Contest, alice: Person, bob: Person, won: Entry) -> None:
    def told(member: Person) -> list[tuple[int, str]]:
        rows = select(Notification.contribution_id, Notification.occasion).where(Notification.member_id == member.id)
        found = db.session.execute(rows.where(Notification.occasion.in_(("decided", "won", "phase jury"))))
        return sorted((row[0], row[1]) for row in found)

    assert told(alice) == [(contest.id, "decided"), (won.id, "won")]
    assert (contest.id, "decided") in told(bob)


def test_each_phase_is_told_once(
    client_of: Open, alice: Person, bob: Person, staff: Person, public_space: Space
) -> None:
    contest = stage(staff, public_space, staff, phase="announced")
    client_of(bob).post(f"/contributions/{contest.id}/follow")
    for phase in ("entries", "voting", "voting"):
        move(contest, phase)
        begin_phases()
        db.session.commit()
        outbox.deliver_all()
        if phase == "entries":
            send_in(alice, contest)
    again = [
        outbox.Delivery(0, ContestPhaseBegan.name(), None, {"contribution_id": contest.id, "phase": "voting"}, now()),
        outbox.Delivery(0, ContestDecided.name(), None, {"contribution_id": contest.id}, now()),
    ]
    tell_of_contests(again[:1])
    told = select(Notification.member_id, Notification.occasion).where(Notification.contribution_id == contest.id)
    rows = sorted((row[0], row[1]) for row in db.session.execute(told) if row[0] in {alice.id, bob.id})
    phases = [row for row in rows if row[1].startswith("phase")]
    assert phases == sorted([(alice.id, "phase voting"), (bob.id, "phase entries"), (bob.id, "phase voting")])


@pytest.mark.once
@given(st.lists(st.tuples(st.integers(0, 10), st.integers(1, 10)), min_size=1, max_size=30))
def test_means_are_exact(given_points: list[tuple[int, int]]) -> None:
    spread = [points for points, weight in given_points for _each in range(weight)]
    assert mean_points(given_points) == Fraction(sum(spread), len(spread))


def test_where_the_public_decides_only_who_was_there_counts(
    alice: Person, bob: Person, staff: Person, public_space: Space
) -> None:
    charlie = make_person("Charlie", joined_at=now() - timedelta(days=30))
    contest = stage(staff, public_space, phase="entries")
    lamp, buoy = send_in(alice, contest, "Tide lamp"), send_in(bob, contest, "Buoy bell")
    puppets = [make_person(f"Puppet {number}", joined_at=now()) for number in range(4)]
    db.session.add(Vote(contribution_id=lamp.id, member_id=charlie.id, value=1, created_at=now()))
    db.session.add_all(Vote(contribution_id=buoy.id, member_id=one.id, value=1, created_at=now()) for one in puppets)
    move(contest, "closed")
    ranked = standings(db.session.get_one(Contest, contest.id))
    assert [(one.entry, one.settled, one.votes) for one in ranked] == [(lamp.id, 1, 1), (buoy.id, 0, 4)]
    lamp.state = "hidden"
    db.session.commit()
    assert [one.entry for one in standings(db.session.get_one(Contest, contest.id))] == [buoy.id]


def test_pages_of_a_contest_take_few_statements(
    client_of: Open,
    count_queries: Callable[[], AbstractContextManager[Any]],
    alice: Person,
    charlie: Person,
    staff: Person,
    public_space: Space,
) -> None:
    contest = stage(staff, public_space, charlie)
    first = send_in(alice, contest)
    move(contest, "closed")
    addresses = ["/contests", f"/contests/{contest.id}/a-lamp-for-the-quay", f"/contests/{contest.id}/jury"]
    addresses += [
        f"/contests/{contest.id}/entries/{first.id}",
        f"/contests/{contest.id}/a-lamp-for-the-quay?order=newest",
    ]

    def counts() -> list[int]:
        found = []
        for address in addresses:
            browser.get(address)
            with count_queries() as counted:
                assert browser.get(address).status_code == 200
            found.append(counted.count)
        return found

    browser = client_of(staff)
    few = counts()
    move(contest, "entries")
    for number in range(30):
        send_in(alice, contest, f"Lamp {number}")
    move(contest, "closed")
    assert counts() == few
    assert max(few) <= 6, few
    page = browser.get(addresses[1]).text
    assert 'rel="next"' in page
