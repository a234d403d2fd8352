"""A Discourse backup with every table that is used: what was private, whispered or restricted stays so."""

import gzip
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.models import Group, Member
from contributions.importing.discourse_markdown import to_markdown
from contributions.models import Contribution, Tag
from core.application import Atrium
from core.archive.report import Report
from core.database import db
from tests.importing.conftest import HERE, Lines
from tests.people import Person

DUMP = HERE / "discourse.sql"
Bring = Callable[..., Report]
There = Callable[[], Lines]
SECRETS = ("4711", "I will not tell", "Between us", "difficult customer", "5ca1ab1e", "Real-Name", "vip-complaint")


def by_id(lines: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {line.get("id", ""): line for line in lines}


def test_everything_of_a_backup_finds_its_place(bring: Bring, there: There) -> None:
    report = bring(DUMP)
    assert (report.errors, report.unknown_fields, report.source) == ([], {}, "discourse")
    lines = there()

    assert not [word for word in (*SECRETS, "secret.example", "Hidden") if word in json.dumps(lines)]
    people = by_id(lines["member"])
    assert people["u3"] == {
        "id": "u3",
        "name": "ana",
        "joined": "2024-01-01T10:00:00.250000Z",
        "role": "staff",
        "about": "I *polish*.\n\nhttps://ana.example.org",
        "location": "Lisbon",
    }
    assert people["u4"] == {"id": "u4", "name": "Ben", "joined": "2024-01-01T10:00:00.250000Z", "active": False}

    doors = {
        line["id"]: (line["name"], line.get("visibility"), line.get("group"), line.get("posting"))
        for line in lines["space"]
    }
    assert doors == {
        "s5": ("Weather", None, None, None),
        "s6": ("Staff room", "staff", None, "staff"),
        "s7": ("Weather / Testers", "group", "g7", None),
        "s8": ("Lounge", "members", None, None),
        "s9": ("News", None, None, "staff"),
        "s11": ("Locked", "staff", None, None),
        "lost": ("Topics without a category", "staff", None, None),
    }
    assert by_id(lines["space"])["s5"]["description"] == "All weather."
    (group,) = lines["group"]
    assert (group["name"], group["members"]) == ("staff + Testers", ["u3", "u4"])

    _assert_what_was_written(lines)
    # A like is a vote; likes of which no row tells are the opening balance.
    assert [(line["on"], line["by"]) for line in lines["vote"]] == [("p101", "u4"), ("p102", "u3"), ("p106", "u3")]
    assert sorted((line["on"], line["by"]) for line in lines["follow"]) == [("t10", "u3"), ("t10", "u4")]
    assert lines["tag"][0] == {"name": "pressure", "description": "The weight of air"}
    assert db.session.scalars(select(Tag.name)).all() == ["pressure"]
    assert len(report.as_json()["notes"]) == 7


def _assert_what_was_written(lines: Lines) -> None:
    asked = by_id(lines["question"])["t10"]
    assert asked["body"] == (
        "My barometer falls\twhen I look.\n\n*chart*\n\nCOPY public.users (id, username) FROM stdin;\n666\tmallory\n\\."
    )
    assert (asked["space"], asked["tags"], asked["views"], asked["author"]) == ("s5", ["pressure"], 77, "u3")
    assert asked["edited"] == "2024-01-04T10:00:00.250000Z"
    answers = by_id(lines["answer"])
    accepted = {"accepted": True, "accepted_at": "2024-01-06T10:00:00.250000Z", "accepted_by": "u3"}
    assert answers["p102"].items() >= accepted.items()
    assert answers["p102"]["body"] == '> **ana**\n>\n> when I look\n\nLevel it. @ana\n\n```\n[quote="x"]\n```'
    assert sorted(answers) == ["p101", "p102", "p106", "p107", "p108", "p109"]
    assert ("author" in answers["p107"], answers["p108"]["state"], answers["p109"]["state"]) == (
        False,
        "deleted",
        "hidden",
    )
    assert {line["id"]: line["on"] for line in lines["comment"]} == {"p103": "p101", "p301": "t30"}
    discussions = by_id(lines["discussion"])
    assert {key: line["space"] for key, line in discussions.items()} == {
        "t20": "s6",
        "t30": "s7",
        "t50": "s8",
        "t60": "s9",
        "t70": "lost",
        "t90": "s11",
    }
    assert by_id(lines["question"])["t80"]["state"] == "deleted"
    assert (answers["p101"]["score"], answers["p102"].get("score", 0)) == (2, 0)


def test_what_some_could_read_is_seen_by_nobody_else(
    bring: Bring, client: FlaskClient, client_of: Callable[[Person], FlaskClient], alice: Person
) -> None:
    bring(DUMP)
    keys = dict(db.session.execute(select(Contribution.source_key, Contribution.id)).all())
    paths = {
        name: f"/discussions/{keys[key]}"
        for name, key in (("staff", "t20"), ("group", "t30"), ("members", "t50"), ("lost", "t70"))
    }
    paths |= {f"old {name}": f"/t/words/{key}" for name, key in (("staff", 20), ("group", 30), ("members", 50))}
    member = client_of(alice)

    assert {name: client.get(path).status_code for name, path in paths.items()} == dict.fromkeys(paths, 404)
    assert [name for name, path in paths.items() if member.get(path).status_code != 404] == ["members", "old members"]
    # Nothing at all stands where a private message stood.
    assert [member.get(path).status_code for path in ("/t/between-us/40", "/p/400", "/from/discourse/t/x/40/2")] == [
        404
    ] * 3


@pytest.mark.parametrize("emails", [False, True])
def test_addresses_of_mail_come_only_when_asked_for_and_passwords_never(bring: Bring, emails: bool) -> None:
    bring(DUMP, emails=emails)
    rows = db.session.execute(
        select(Member.email, Member.password).where(Member.source.is_not(None)).order_by(Member.id)
    )
    expected = ["ana@secret.example", "ben@secret.example"] if emails else [None, None]
    assert [tuple(row) for row in rows] == [(address, None) for address in expected]


def packed(form: str, folder: Path) -> Path:
    """Return the dump in one of the forms in which backups come."""
    path = folder / f"weather.{form}"
    if form == "sql.gz":
        path.write_bytes(gzip.compress(DUMP.read_bytes()))
        return path
    with tarfile.open(path, "w:gz" if form.endswith("gz") else "w") as archive:
        for name, content in (("meta.json", b"{}"), ("dump.sql.gz", gzip.compress(DUMP.read_bytes()))):
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return path


@pytest.mark.once
@pytest.mark.parametrize("form", ["sql.gz", "tar.gz", "tar"])
def test_backups_are_read_however_they_are_packed(form: str, bring: Bring, tmp_path: Path) -> None:
    report = bring(packed(form, tmp_path), dry_run=True)
    assert (report.errors, report.source) == ([], "weather")
    assert report.by_type["question"].stored == 2
    assert report.by_type["discussion"].stored == 6


def test_a_second_run_changes_nothing(bring: Bring) -> None:
    first, again = bring(DUMP), bring(DUMP)
    assert (again.total("stored"), again.total("unchanged")) == (0, first.total("stored"))
    assert db.session.query(Group).count() == 1


@pytest.mark.once
def test_a_broken_backup_is_told_with_its_line(bring: Bring, tmp_path: Path) -> None:
    text = DUMP.read_text()
    (tmp_path / "short.sql").write_text(text[: text.index("Staff only")])
    (tmp_path / "cells.sql").write_text(text.replace("Welcome\t2024", "Welcome\textra\t2024"))
    (tmp_path / "cut.sql.gz").write_bytes(gzip.compress(text.encode())[:-400])
    for name, reason in (
        ("short.sql", "has 2 fields"),
        ("cells.sql", "has 13 fields"),
        ("cut.sql.gz", "cannot be read"),
    ):
        report = bring(tmp_path / name)
        assert reason in report.errors[0].reason, name
        assert report.errors[0].line > 100
        assert report.total("stored") == 0


@pytest.mark.once
@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (
            '[quote="a_b, post:1, topic:2"]\none\n[quote]\ntwo\n[/quote]\nthree[/quote] after',
            "> **a\\_b**\n>\n> one\n>\n> > two\n>\n> three\n\nafter",
        ),
        ("![a|10x20](upload://x.png) and [f.pdf|attachment](upload://y.pdf) (3 KB)", "*a* and *f.pdf* (3 KB)"),
        ('[details="More"]\ninside\n[/details]', "**More**\n\ninside"),
        ('[spoiler]who[/spoiler] [date=2024-05-01 time=10:00:00 timezone="Europe/Paris"]', "who 2024-05-01 10:00:00"),
        ("~~~\n[spoiler]x[/spoiler]\n~~~\n[spoiler]y[/spoiler]", "~~~\n[spoiler]x[/spoiler]\n~~~\ny"),
        ("[/quote]\n" * 3 + "x", "x"),
    ],
)
def test_what_discourse_adds_to_markdown_reads_on(raw: str, shown: str) -> None:
    assert to_markdown(raw) == shown


def test_the_app_is_one_that_knows_the_form(app: Atrium) -> None:
    assert list(app.extensions["archive forms"]) == ["stackexchange", "discourse", "csv", "polis"]
