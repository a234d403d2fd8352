"""Dumps in which anything may be wrong: the import says so, and never falls over."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.application import Atrium
from core.archive.importing import import_archive
from core.archive.sending import Sending
from core.errors import Refused
from tests.importing.conftest import HERE

DUMPS = {"discourse": HERE / "discourse.sql", "stackexchange": HERE / "stackexchange" / "Posts.xml"}
ODD = st.sampled_from(["", "x", "-1", "\\N", "9" * 25, '"', "\t", "\n", "<", "&#0;", "'", "\\x", "\u2028", "1e9", " "])


@pytest.mark.once
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(sorted(DUMPS)), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 6), ODD), min_size=1, max_size=4)
)
def test_whatever_is_changed_in_a_dump_is_told_or_taken(
    app: Atrium, form: str, changes: list[tuple[float, int, str]]
) -> None:
    text = DUMPS[form].read_text()
    for place, length, odd in changes:
        at = int(place * len(text))
        text = text[:at] + odd + text[at + length :]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / DUMPS[form].name
        path.write_text(text)
        try:
            report = import_archive(Sending([path], form), dry_run=True)
        except Refused:
            return
        assert all(problem.reason and problem.file == path.name for problem in report.errors)


@pytest.mark.once
def test_what_is_no_number_is_told(app: Atrium, tmp_path: Path) -> None:
    text = DUMPS["stackexchange"].read_text().replace('Score="7"', 'Score="many"')
    (tmp_path / "Posts.xml").write_text(text)
    (problem, *_rest) = import_archive(Sending([tmp_path]), dry_run=True).errors
    assert (problem.line, problem.field, problem.reason) == (3, "score", "is not a whole number")


@pytest.mark.once
def test_an_archive_of_our_own_is_read_whatever_lies_beside_it(app: Atrium, tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("a,b\n")
    (tmp_path / "forum.jsonl").write_text('{"type":"member","id":"u1","name":"Ana"}\n')
    assert import_archive([tmp_path], dry_run=True).total("stored") == 1
