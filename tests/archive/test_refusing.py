"""What cannot be right is refused with its place and its reason, and nothing of it is stored."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from accounts.models import Member
from contributions.models import Contribution, Tag
from core.archive.report import Report
from core.database import db
from core.errors import Refused
from tests.archive.conftest import write_lines

Bring = Callable[..., Report]
ANA = {"type": "member", "id": "u1", "name": "Ana"}
ASKED = {"type": "question", "id": "q1", "author": "u1", "title": "Why?", "created": "2024-01-01T10:00:00Z"}
SAID = {"type": "comment", "id": "c1", "on": "q1", "author": "u1", "created": "2024-01-01T11:00:00Z"}
ANSWERED = {"type": "answer", "id": "a1", "question": "q1", "created": "2024-01-01T11:00:00Z"}
VOTED = {"type": "vote", "on": "q1", "by": "u1", "value": 1, "created": "2024-01-01T11:00:00Z"}

WRONG: list[tuple[Any, str | None, str]] = [
    ("{", None, "is not JSON"),
    ('{"type":"member","id":"\\ud800"}', None, "is not JSON"),
    ("[]", None, "is not a JSON object"),
    ({"id": "x"}, "type", "is missing"),
    ({"type": "wolf", "id": "x"}, "type", "not a type of line"),
    ({"type": ["member"], "id": "x"}, "type", "not a type of line"),
    ({"type": "member", "name": "Bo"}, "id", "is missing"),
    ({"type": "member", "id": "", "name": "Bo"}, "id", "is empty"),
    ({"type": "member", "id": 7, "name": "Bo"}, "id", "is not a text"),
    ({"type": "member", "id": "u2", "name": "Bo", "joined": 1700000000}, "joined", "is not a time"),
    ({"type": "member", "id": "u2", "name": "Bo", "joined": "2024-02-30T00:00:00Z"}, "joined", "is not a time"),
    ({"type": "member", "id": "u2", "name": "Bo", "joined": "0001-01-01T00:00:00+14:00"}, "joined", "is not a time"),
    ({"type": "member", "id": "u2", "name": "Bo", "role": "queen"}, "role", "is not one of"),
    ({"type": "member", "id": "u2", "name": "B\0"}, None, "NUL"),
    ({"type": "group", "id": "g1", "name": "Crew", "members": [{"id": 1}]}, "members", "is not a text"),
    ({"type": "group", "id": "g1", "name": "Crew", "members": ["u9"]}, "members", "no member has the id 'u9'"),
    ({"type": "space", "id": "s1", "name": "Mail", "visibility": "group"}, None, "has a group if and only if"),
    (ASKED | {"id": "q2", "views": -1}, "views", "is less than 0"),
    (ASKED | {"id": "q2", "views": 1.0}, "views", "is not a whole number"),
    (ASKED | {"id": "q2", "score": 10**12}, "score", "more than"),
    (ASKED | {"id": "q2", "title": None}, "title", "is not a text"),
    (ASKED | {"id": "q2", "title": "x" * 1001}, "title", "longer than 1000"),
    (ASKED | {"id": "q2", "created": None}, "created", "is not a time"),
    (ASKED | {"id": "q2", "author": "u9"}, "author", "no member has the id 'u9'"),
    (ASKED | {"id": "q2", "space": "s9"}, "space", "no space has the id 's9'"),
    (ASKED, "id", "the id 'q1' is taken"),
    (SAID | {"id": "q1"}, "id", "the id 'q1' is taken"),
    (SAID | {"id": "c2", "on": "q9"}, "on", "no contribution has the id 'q9'"),
    (SAID | {"id": "c2", "on": "c2"}, "on", "hangs on itself"),
    (ANSWERED | {"id": "a2", "question": "c1"}, "question", "not of the type"),
    (ANSWERED | {"id": "a2", "accepted": True}, None, "has an accepted answer"),
    (ANSWERED | {"id": "a2", "accepted": "yes"}, "accepted", "is neither true nor false"),
    (VOTED | {"value": 2}, "value", "is not one of"),
    (VOTED, None, "'u1' has voted on 'q1'"),
    ({"type": "duplicate", "of": "q1", "is": "q1", "created": "2024-01-01T11:00:00Z"}, None, "duplicate of itself"),
    ({"type": "duplicate", "of": "q1", "is": "q9", "created": "2024-01-01T11:00:00Z"}, "is", "no contribution"),
]
RIGHT = [ANA, ASKED, SAID, ANSWERED | {"accepted": True}, VOTED]


@pytest.mark.once
@pytest.mark.parametrize(("line", "field", "reason"), WRONG, ids=lambda value: str(value)[:60])
def test_a_wrong_line_is_named_and_nothing_is_stored(line: Any, field: str | None, reason: str, bring: Bring) -> None:
    report = bring([*RIGHT, line])

    problem = report.errors[0]
    assert (problem.file, problem.line, (problem.field or "").partition(".")[0] or None) == ("forum.jsonl", 6, field)
    assert reason in problem.reason
    assert problem.advice
    assert (report.total("refused"), report.errors_total) == (1, len(report.errors))
    assert (_count(Member), _count(Contribution), _count(Tag)) == (0, 0, 0)


@pytest.mark.parametrize(("line", "field", "reason"), WRONG[3:8], ids=lambda value: str(value)[:60])
def test_what_is_right_is_stored_where_that_is_asked_for(
    line: Any, field: str | None, reason: str, bring: Bring
) -> None:
    report = bring([line, *RIGHT], skip_invalid=True)

    assert (report.total("stored"), report.total("refused"), report.total("read")) == (5, 1, 6)
    assert (report.errors[0].field, reason in report.errors[0].reason) == (field, True)


def test_what_depends_on_a_refused_line_is_refused_with_it(bring: Bring) -> None:
    wrong = ASKED | {"id": "q2", "views": "many"}
    below = [SAID | {"id": "c2", "on": "q2"}, SAID | {"id": "c3", "on": "c2"}, VOTED | {"on": "c3"}]

    report = bring([*RIGHT, *below, wrong], skip_invalid=True)

    assert (report.total("stored"), report.total("refused")) == (5, 4)
    reasons = {problem.line: problem.reason for problem in report.errors}
    assert "is not a whole number" in reasons[9]
    assert reasons[6] == "refers to 'q2', which is refused (forum.jsonl line 9)"
    assert reasons[7] == "refers to 'c2', which is refused (forum.jsonl line 6)"
    assert reasons[8] == "refers to 'c3', which is refused (forum.jsonl line 7)"


def test_comments_that_hang_on_one_another_are_refused(bring: Bring) -> None:
    ring = [SAID | {"id": "c2", "on": "c4"}, SAID | {"id": "c3", "on": "c2"}, SAID | {"id": "c4", "on": "c3"}]

    report = bring([*RIGHT, *ring, SAID | {"id": "c5", "on": "c4"}], skip_invalid=True)

    assert (report.total("stored"), report.total("refused")) == (5, 4)


def test_only_so_many_errors_are_told_and_all_are_counted(bring: Bring) -> None:
    report = bring(["{"] * 250)

    assert (len(report.errors), report.errors_total, report.total("refused")) == (100, 250, 250)


def test_unknown_fields_are_counted_and_do_no_harm(bring: Bring) -> None:
    report = bring([ANA | {"karma": 7}, ASKED | {"karma": 7, "mood": "calm"}])

    assert report.as_json()["unknown_fields"] == {"member": {"karma": 1}, "question": {"karma": 1, "mood": 1}}
    assert report.total("stored") == 2


def test_a_dry_run_says_what_would_happen_and_stores_nothing(bring: Bring) -> None:
    bring(RIGHT[:2])
    report = bring(RIGHT, dry_run=True)

    assert (report.total("stored"), report.total("unchanged")) == (3, 2)
    assert _count(Contribution) == 1


def test_a_packed_file_that_breaks_off_is_refused(bring: Bring, tmp_path: Path) -> None:
    packed = gzip.compress(b"\n".join(json.dumps(ANA | {"id": f"u{n}"}).encode() for n in range(5000)))
    (tmp_path / "cut.jsonl.gz").write_bytes(packed[: len(packed) // 2])

    report = bring(tmp_path / "cut.jsonl.gz")

    assert "cannot be read" in report.errors[0].reason
    assert _count(Member) == 0


def test_a_mark_at_the_beginning_and_blank_lines_do_no_harm(bring: Bring, tmp_path: Path) -> None:
    (tmp_path / "marked.jsonl").write_bytes(b"\xef\xbb\xbf" + json.dumps(ANA).encode() + b"\r\n\n  \n")

    assert bring(tmp_path / "marked.jsonl").total("stored") == 1


def test_places_are_told_of_every_file_of_a_folder(bring: Bring, tmp_path: Path) -> None:
    folder = tmp_path / "forum"
    folder.mkdir()
    write_lines(folder / "one.jsonl", [SAID])
    write_lines(folder / "two.jsonl", [ANA, ASKED, "{"])

    report = bring(folder)

    assert [(problem.file, problem.line) for problem in report.errors] == [("two.jsonl", 3)]


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_nothing_to_read_is_said_in_one_line(name: str, bring: Bring, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(Refused, match=name):
        bring(tmp_path / name)


def test_the_command_gives_exit_codes_and_a_report(atrium: Callable[..., Any], tmp_path: Path) -> None:
    path = write_lines(tmp_path / "forum.jsonl", [ANA, "{"])

    refused = atrium("import", path, "--json")
    told = atrium("import", path)
    skipped = atrium("import", path, "--json", "--skip-invalid")
    absent = atrium("import", tmp_path / "absent")

    assert (refused.code, told.code, skipped.code, absent.code) == (1, 1, 0, 1)
    report = json.loads(refused.out)
    assert (report["read"], report["stored"], report["refused"]) == (2, 0, 1)
    assert report["errors"][0].keys() == {"file", "line", "field", "reason", "advice"}
    assert "forum.jsonl:2: is not JSON" in told.err
    assert "nothing is stored" in told.out
    assert json.loads(skipped.out)["by_type"]["member"]["stored"] == 1
    assert "absent is not there" in absent.err


def _count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0
