"""Documents and shorthands that the tests of the search port share."""

from dataclasses import replace
from datetime import UTC, datetime

from core.search import SearchDocument, SearchPage, SearchPort, parse_query

PLAIN = SearchDocument(
    id=1,
    kind="question",
    thread=1,
    space=1,
    author=1,
    author_name="Ana Silva",
    title="",
    body="",
    tags=(),
    state=frozenset({"open"}),
    score=0,
    created=datetime(2024, 3, 1, tzinfo=UTC),
    language=None,
)


def document(identity: int, title: str = "", body: str = "", **changes: object) -> SearchDocument:
    """Make a document that is its own thread; `changes` are fields by name."""
    return replace(PLAIN, **{"id": identity, "thread": identity, "title": title, "body": body, **changes})  # type: ignore[arg-type]


def page(port: SearchPort, text: str, **options: object) -> SearchPage:
    """Search in all spaces, unless `spaces` says otherwise."""
    return port.search(parse_query(text), **{"spaces": None, "limit": 50, **options})  # type: ignore[arg-type]


def found(port: SearchPort, text: str, **options: object) -> set[int]:
    """Return the ids that hold all that is asked for."""
    answer = page(port, text, **options)
    return set() if answer.relaxed else {hit.id for hit in answer.hits}
