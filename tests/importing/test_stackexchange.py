"""A Stack Exchange dump with every field that is used, and dumps that are not what they seem."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskCliRunner

from core.application import Atrium
from core.archive.report import Report
from core.errors import Refused
from tests.importing.conftest import HERE, Lines

DUMP = HERE / "stackexchange"
Bring = Callable[..., Report]
There = Callable[[], Lines]


def by_id(lines: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {line.get("id", ""): line for line in lines}


def test_everything_of_a_dump_finds_its_place(bring: Bring, there: There) -> None:
    report = bring(DUMP)
    assert (report.errors, report.unknown_fields, report.source) == ([], {}, "stackexchange")
    lines = there()

    people = by_id(lines["member"])
    assert people["u3"] == {
        "id": "u3",
        "name": "Ana Brass",
        "joined": "2020-01-02T08:00:00.100000Z",
        "about": "I *polish*.\n\nhttps://ana.example.org",
        "location": "Lisbon",
    }
    assert (people["u-1"]["name"], people["u-1"]["active"]) == ("Community", False)
    questions, answers = by_id(lines["question"]), by_id(lines["answer"])
    asked = questions["p10"]
    assert asked["title"] == "Why doesn't my barometer <stand> still?"
    assert (asked["author"], asked["views"], asked["tags"]) == ("u3", 321, ["pressure", "weather-station"])
    assert (asked["created"], asked["edited"]) == ("2020-01-04T10:00:00.250000Z", "2020-01-04T12:00:00Z")
    assert asked["body"] == "Why does my **barometer** fall & rise?\n\n```py\nread()  # twice\n```\n\nSee this."
    assert "author" not in questions["p20"]
    assert (questions["p20"]["tags"], questions["p21"]["state"]) == (["pressure", "c++"], "deleted")
    accepted = {"accepted": True, "accepted_at": "2020-01-07T00:00:00Z", "accepted_by": "u3"}
    assert answers["p12"].items() >= {"author": "u4", "body": "Level it first.", "score": 5, **accepted}.items()
    assert "author" not in answers["p11"]
    assert [(line["id"], line["on"], line.get("author")) for line in lines["comment"]] == [
        ("c5", "p10", "u4"),
        ("c6", "p12", None),
    ]
    assert (lines["comment"][0]["body"], lines["comment"][0]["score"]) == ("Is it *new*?", 2)
    described = [line for line in lines["tag"] if "description" in line]
    assert described == [{"name": "pressure", "description": "All about **air**."}]
    revisions = [(line["on"], line["number"], line["title"], line["body"], line["tags"]) for line in lines["revision"]]
    assert revisions == [
        ("p10", 1, "Barometer", "Why does it fall?", ["pressure"]),
        ("p10", 2, "Barometer", "Why does my **barometer** fall & rise?", ["pressure"]),
    ]
    assert lines["revision"][1].items() >= {"editor": "u4", "comment": "said more"}.items()
    assert [(line["of"], line["is"]) for line in lines["duplicate"]] == [("p10", "p20")]
    assert lines["follow"] == [{"on": "p10", "by": "u4", "since": "2020-01-08T00:00:00Z"}]

    # Votes that name somebody are rows, and the opening balance is what is left of the score.
    assert [(line["on"], line["by"], line["value"]) for line in lines["vote"]] == [("p10", "u4", 1), ("p11", "u3", -1)]
    assert (asked["score"], answers["p11"].get("score", 0)) == (6, 0)
    assert set(report.as_json()["notes"].values()) == {1, 2}
    assert len(report.as_json()["notes"]) == 7


def test_a_second_run_changes_nothing_and_a_dry_one_stores_nothing(bring: Bring, there: There) -> None:
    dry = bring(DUMP, dry_run=True)
    assert "member" not in there()
    first = bring(DUMP)
    again = bring(DUMP)

    assert dry.total("stored") == first.total("stored") > 20
    assert (again.total("stored"), again.total("unchanged")) == (0, first.total("stored"))


def test_the_command_says_line_field_and_reason(app: Atrium, tmp_path: Path) -> None:
    for name in ("Users.xml", "Posts.xml"):
        (tmp_path / name).write_bytes((DUMP / name).read_bytes().replace(b"2020-01-05T11:00:00.000", b"yesterday"))
    runner: FlaskCliRunner = app.test_cli_runner()

    refused = runner.invoke(args=["import", str(tmp_path), "--from", "stackexchange", "--json"])
    report = json.loads(refused.stdout)
    assert (report["refused"], report["stored"]) == (2, 0)
    assert report["errors"][0] == {
        "file": "Posts.xml",
        "line": 5,
        "field": "created",
        "reason": "is not a time such as 2024-05-31T09:30:00Z",
        "advice": "Mend the line, or leave it out with --skip-invalid",
    }
    skipped = json.loads(runner.invoke(args=["import", str(tmp_path), "--skip-invalid", "--json"]).stdout)
    assert (skipped["refused"], skipped["by_type"]["answer"]["stored"]) == (2, 1)


BOMB = """<!DOCTYPE posts [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>
<posts><row Id="1" PostTypeId="1" CreationDate="2020-01-01T00:00:00" Title="&b;" Body="" /></posts>"""
OUTSIDE = """<!DOCTYPE posts SYSTEM "file:///etc/passwd"><posts><row Id="1" PostTypeId="1" Title="x" /></posts>"""
BROKEN = """<posts><row Id="1" PostTypeId="1" CreationDate="2020-01-01T00:00:00" Title="x" Body=""/><row Id="""


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "reason"),
    [(BOMB, "declares a document type"), (OUTSIDE, "declares a document type"), (BROKEN, "cannot be read")],
)
def test_what_is_no_dump_is_refused(text: str, reason: str, bring: Bring, tmp_path: Path, there: There) -> None:
    (tmp_path / "Posts.xml").write_text(text)
    report = bring(tmp_path / "Posts.xml")
    assert reason in report.errors[0].reason
    assert "question" not in there()


@pytest.mark.once
def test_what_cannot_be_read_as_it_is_says_what_to_do(bring: Bring, tmp_path: Path) -> None:
    (tmp_path / "site.7z").write_bytes(b"7z\xbc\xaf\x27\x1c\x00\x04")
    with pytest.raises(Refused, match="unpack it"):
        bring(tmp_path / "site.7z")
    with pytest.raises(Refused, match="no Posts"):
        bring(tmp_path, form="stackexchange")
    with pytest.raises(Refused, match="known are archive, stackexchange, discourse, csv"):
        bring(tmp_path, form="phpbb")


@pytest.mark.once
def test_a_real_site_comes_in_as_its_dump_says(bring: Bring, tmp_path: Path, there: There) -> None:
    folder = Path(os.environ.get("ATRIUM_TEST_DATA", "-")) / "community" / "forum" / "quantum_se_2018"
    if not folder.is_dir():
        pytest.skip("ATRIUM_TEST_DATA names no folder with community/forum/quantum_se_2018")
    from tests.importing.real_dump import write_dump

    expected = write_dump(folder, tmp_path / "dump", most=150)
    report = bring(tmp_path / "dump")
    lines = there()

    assert report.errors == []
    assert {kind: len(lines.get(kind, [])) for kind in expected} == expected
