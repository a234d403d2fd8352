"""Checks that every reference of a staged archive leads somewhere, and lets what is hung on take its turn first."""

import itertools
from collections.abc import Iterable

from core.archive.registry import RecordType
from core.archive.report import Problem, Report
from core.archive.sources import Source
from core.archive.staging import Staging

CHUNK = 500
STRAY = """
SELECT DISTINCT r.family, r.key FROM reference r
LEFT JOIN taken t ON t.what = r.family AND t.value = r.key WHERE t.place IS NULL
"""
UNKNOWN = """
INSERT OR IGNORE INTO doomed
SELECT r.place, r.field, r.family, r.key, CASE WHEN coalesce(t.type, s.type) IS NULL THEN 'unknown' ELSE 'type' END
FROM reference r
LEFT JOIN taken t ON t.what = r.family AND t.value = r.key
LEFT JOIN stored s ON s.what = r.family AND s.value = r.key
WHERE coalesce(t.type, s.type) IS NULL
   OR (r.types <> '' AND instr(',' || r.types || ',', ',' || coalesce(t.type, s.type) || ',') = 0)
ORDER BY r.place
"""
DEPENDENT = """
INSERT OR IGNORE INTO doomed
WITH RECURSIVE fallen (place, field, family, key) AS (
    SELECT place, field, family, key FROM doomed
    UNION
    SELECT r.place, r.field, r.family, r.key FROM fallen
    JOIN line l ON l.place = fallen.place
    JOIN reference r ON r.family = l.family AND r.key = l.key
    JOIN taken t ON t.what = r.family AND t.value = r.key AND t.place = fallen.place
)
SELECT place, field, family, key, 'refused' FROM fallen
"""
LEVELS = """
CREATE TEMP TABLE level AS
WITH RECURSIVE level (place, depth, turn) AS (
    SELECT l.place, 0, l.place FROM line l LEFT JOIN reference r ON r.place = l.place AND r.field = :field
    LEFT JOIN taken t ON t.what = r.family AND t.value = r.key
    WHERE l.type = :type AND (t.type IS NULL OR t.type <> :type)
    UNION ALL
    SELECT r.place, level.depth + 1, max(r.place, level.turn) FROM level
    JOIN line above ON above.place = level.place
    JOIN reference r ON r.family = above.family AND r.key = above.key AND r.field = :field
    JOIN line l ON l.place = r.place AND l.type = :type
)
SELECT place, depth, turn FROM level
"""
TOLD = """
SELECT l.file, l.number, l.type, l.place, d.field, d.family, d.key, d.reason, f.file, f.number, h.file, h.number
FROM doomed d JOIN line l USING (place)
LEFT JOIN refused f ON f.what = d.family AND f.value = d.key
LEFT JOIN taken t ON t.what = d.family AND t.value = d.key
LEFT JOIN line h ON h.place = t.place
ORDER BY d.reason = 'refused', l.place
"""
Told = tuple[str, int, str, int, str, str, str, str, str | None, int | None, str | None, int | None]


def link(staging: Staging, types: Iterable[RecordType], source: Source, report: Report) -> None:
    """Refuse the lines whose references lead nowhere, those that hang on themselves, and what depends on either."""
    look_up_strays(staging, source)
    staging.write(UNKNOWN)
    for kind in types:
        if kind.tree:
            _order_tree(staging, kind.name, kind.tree)
    staging.write(DEPENDENT)
    for row in staging.rows(TOLD):
        report.refuse(row[2], [_problem(row)])
    staging.write("DELETE FROM line WHERE place IN (SELECT place FROM doomed)")


def look_up_strays(staging: Staging, source: Source) -> None:
    """Note which ids that the archive refers to and does not hold were stored before."""
    for family, pairs in itertools.groupby(list(staging.rows(f"{STRAY} ORDER BY r.family")), lambda pair: pair[0]):
        keys = [key for _family, key in pairs]
        for start in range(0, len(keys), CHUNK):
            found = source.types(family, keys[start : start + CHUNK])
            staging.write("INSERT INTO stored VALUES (?, ?, ?)", [(family, *pair) for pair in found.items()])


def _order_tree(staging: Staging, kind: str, field: str) -> None:
    staging.database.execute("DROP TABLE IF EXISTS level")
    staging.database.execute(LEVELS, {"type": kind, "field": field})
    staging.write(
        "UPDATE line SET depth = level.depth, turn = level.turn FROM level"
        " WHERE level.place = line.place AND level.turn <> line.place"
    )
    staging.database.execute(
        "INSERT OR IGNORE INTO doomed SELECT l.place, r.field, r.family, r.key, 'circle' FROM line l"
        " JOIN reference r ON r.place = l.place AND r.field = ?"
        " WHERE l.type = ? AND l.place NOT IN (SELECT place FROM level)",
        (field, kind),
    )


def _problem(row: Told) -> Problem:
    file, number, _type, _place, field, family, key, reason, refused_file, refused_line, holder, held_line = row
    if reason == "circle":
        return Problem(file, number, field, "hangs on itself", "Say what it really stands under")
    if refused_file or reason == "refused":
        where = f"{refused_file or holder} line {refused_line or held_line}"
        return Problem(file, number, field, f"refers to {key!r}, which is refused ({where})", "Mend that line first")
    if reason == "type":
        return Problem(file, number, field, f"{key!r} is not of the type that belongs here", "Name one that is")
    advice = "Add its line to the archive, or name with --source the archive that it came with"
    return Problem(file, number, field, f"no {family} has the id {key!r}", advice)
