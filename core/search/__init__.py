"""Full-text search behind one port: documents go in, pages of hits come out. It knows no question and no member."""

from pathlib import Path

from sqlalchemy import Engine

from core.search.analysis import DEFAULT_LANGUAGES
from core.search.documents import SearchDocument
from core.search.parsing import parse_query
from core.search.ports import SearchHit, SearchPage, SearchPort
from core.search.query import QueryError, SearchQuery
from core.search.snippets import snippet

__all__ = [
    "QueryError",
    "SearchDocument",
    "SearchHit",
    "SearchPage",
    "SearchPort",
    "SearchQuery",
    "open_search",
    "parse_query",
    "snippet",
]


def open_search(url: str, home: Path, engine: Engine, languages: tuple[str, ...] = DEFAULT_LANGUAGES) -> SearchPort:
    """Return the search engine of a site.

    `url` is `whoosh:` (a folder in `home`) or `postgresql:` (tables in the database of `engine`); empty picks the one
    that fits the database. `languages` are Snowball's names of the languages that the site is written in. Raises
    ValueError for any other address. The engines are imported here, so that a site pays for its own alone.
    """
    scheme = url.partition(":")[0] or ("postgresql" if engine.dialect.name == "postgresql" else "whoosh")
    if scheme == "whoosh":
        from core.search.on_whoosh import WhooshSearch

        return WhooshSearch(home / "search", languages)
    if scheme == "postgresql":
        from core.search.on_postgresql import PostgreSQLSearch

        return PostgreSQLSearch(engine, languages)
    raise ValueError(f"{url!r} is no search engine; give whoosh: or postgresql:")
