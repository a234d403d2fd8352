"""Archives of several senders side by side, moved and renamed ones, and imports that were broken off."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from accounts.models import Member
from contributions.models import Contribution, Space
from core.archive import importing
from core.archive.identity import public_id, public_ids
from core.archive.registry import here
from core.archive.report import Report
from core.database import db
from core.errors import Refused
from core.instance import instance_name
from tests.archive.communities import Line
from tests.archive.conftest import write_lines
from tests.people import Person

Bring = Callable[..., Report]


def community(day: int, posts: int = 3) -> list[Line]:
    """Return an archive whose ids another one has, too."""
    at = f"2024-01-{day:02}T10:00:00Z"
    people: list[Line] = [{"type": "member", "id": f"u{n}", "name": f"Person {n}", "joined": at} for n in range(posts)]
    asked: list[Line] = [
        {"type": "question", "id": f"p{n}", "author": f"u{n}", "space": "main", "title": f"Day {day}", "created": at}
        for n in range(posts)
    ]
    return [{"type": "space", "id": "main", "name": f"Space {day}"}, *people, *asked]


def test_archives_that_use_the_same_ids_live_side_by_side(bring: Bring) -> None:
    one, two = bring(community(1), "forum.jsonl"), bring(community(2), "forum.jsonl")

    assert (one.total("stored"), two.total("stored")) == (7, 7)
    assert (one.source, two.source) == ("forum", "forum-2")
    rows = db.session.execute(
        select(Contribution.title, Space.name, Member.source)
        .join(Space, Space.id == Contribution.space_id)
        .join(Member, Member.id == Contribution.author_id)
    ).all()
    assert sorted(rows) == [("Day 1", "Space 1", "forum")] * 3 + [("Day 2", "Space 2", "forum-2")] * 3


def test_a_moved_and_renamed_archive_is_known_again(bring: Bring, tmp_path: Path) -> None:
    bring(community(1), "forum.jsonl")
    bring(community(2), "other.jsonl")
    (tmp_path / "elsewhere").mkdir()
    shutil.copy(tmp_path / "forum.jsonl", tmp_path / "elsewhere" / "Renamed Forum!.jsonl")

    report = bring(tmp_path / "elsewhere")

    assert (report.source, report.total("stored"), report.total("unchanged")) == ("forum", 0, 7)


def test_an_archive_that_has_grown_adds_what_is_new(bring: Bring) -> None:
    bring(community(1, 3))
    report = bring(community(1, 5))

    assert (report.total("stored"), report.total("unchanged")) == (4, 7)
    assert db.session.scalar(select(func.count()).select_from(Space)) == 1


def test_what_was_changed_here_stays_as_it_is(bring: Bring) -> None:
    bring(community(1))
    db.session.execute(update(Contribution).values(title="Changed"))
    db.session.commit()

    assert bring(community(1)).total("unchanged") == 7
    assert set(db.session.scalars(select(Contribution.title))) == {"Changed"}


def test_an_archive_may_refer_to_what_its_sender_sent_before(bring: Bring) -> None:
    bring(community(1), source="forum")
    late = [{"type": "comment", "id": "c1", "on": "p1", "author": "u2", "created": "2024-03-01T10:00:00Z"}]

    assert bring(late, "late.jsonl").errors[0].reason == "no member has the id 'u2'"
    assert bring(late, "late.jsonl", source="forum").total("stored") == 1


@pytest.mark.once
@pytest.mark.parametrize("name", ["Capital", "with space", "-x", "x" * 61])
def test_a_source_has_a_plain_name(name: str, bring: Bring) -> None:
    with pytest.raises(Refused, match="A source is named"):
        bring(community(1), source=name)


def test_names_and_addresses_that_are_taken_are_told(bring: Bring, alice: Person) -> None:
    line = {
        "type": "member",
        "id": "u1",
        "name": "alice",
        "email": alice.email.upper(),
        "joined": "2024-01-01T10:00:00Z",
    }
    report = bring([line, {"type": "group", "id": "g1", "name": "Crew"}])
    again = bring([{"type": "group", "id": "g1", "name": "Crew"}], source="other")

    member = db.session.scalars(select(Member).where(Member.source == "forum")).one()
    assert (member.name, member.name_key, member.email) == ("alice", None, None)
    assert list(report.as_json()["notes"].values()) == [1]
    assert list(again.as_json()["notes"].values()) == [1]


def test_an_import_that_was_broken_off_goes_on(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    lines = community(1, 9)
    kind = here().types["question"]
    stored = []

    def fail_later(batch: object) -> None:
        stored.append(batch)
        if len(stored) == 3:
            raise KeyboardInterrupt
        kind.add(batch)  # type: ignore[arg-type]

    with monkeypatch.context() as broken:
        broken.setitem(here().types, "question", type(kind)(**{**vars(kind), "add": fail_later}))
        with pytest.raises(KeyboardInterrupt):
            bring(lines)
    assert db.session.scalar(select(func.count()).select_from(Contribution)) == 4

    report = bring(lines)

    assert (report.total("stored"), report.total("unchanged")) == (5, 14)
    assert bring(lines).total("stored") == 0


def test_public_ids_are_clear(bring: Bring, alice: Person) -> None:
    bring(community(1, 1), "one.jsonl")
    bring([*community(2, 1), {"type": "member", "id": "u7", "name": "Only"}], "two.jsonl")
    members = db.session.scalars(select(Member).order_by(Member.id)).all()

    names = public_ids(Member, [member.id for member in members])

    assert [names[member.id] for member in members] == [f"{instance_name()}-{alice.id}", "one:u0", "two:u0", "u7"]
    assert public_id(members[3]) == "u7"


def test_ids_that_look_like_ids_of_the_house_stay_apart(bring: Bring, alice: Person) -> None:
    mocking = [f"{instance_name()}-{alice.id}", "forum:u1", "u1"]
    bring([{"type": "member", "id": key, "name": "Uma"} for key in mocking], source="forum")

    named = public_ids(Member, db.session.scalars(select(Member.id)))

    assert len(set(named.values())) == 4


def test_a_folder_and_its_files_are_one_archive(bring: Bring, tmp_path: Path) -> None:
    lines = community(1)
    (tmp_path / "forum").mkdir()
    write_lines(tmp_path / "forum" / "b.jsonl", lines[:4])
    write_lines(tmp_path / "forum" / "a.jsonl", lines[4:])

    assert bring(tmp_path / "forum").total("stored") == 7
    assert importing.import_archive([tmp_path / "forum" / "b.jsonl", tmp_path / "forum"]).total("stored") == 0
