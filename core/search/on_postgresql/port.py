"""The port over PostgreSQL's full text, in the site's own database."""

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, Select, bindparam, delete, func, literal, select, text, update
from sqlalchemy.dialects.postgresql import BIT, insert
from sqlalchemy.exc import OperationalError
from sqlalchemy.sql import cast

from core.search.analysis import ANALYSER_VERSION, DEFAULT_LANGUAGES, languages_of, query_terms
from core.search.documents import SearchDocument, boost, marks, stamp
from core.search.on_postgresql.statements import MOST_RANKED, holds, page_statement
from core.search.on_postgresql.tables import create_tables, documents, state, words
from core.search.on_postgresql.terms import any_of, vector_of
from core.search.planning import ENOUGH, Plan, Planned, plans
from core.search.ports import PageKey, SearchHit, SearchPage
from core.search.query import SearchQuery
from core.search.spelling import closest, letters, tolerance, vocabulary

SCHEMA_VERSION = 1
SEARCH_SECONDS = 2
_KEY = ["generation", "id"]
_BATCH = 200
_NEAREST = 400
# Any number that nothing else in the database takes for an advisory lock.
_REBUILD_LOCK = 0x5EA7C4


class _Lexicon:
    """What single words are in the live generation; see `planning.Lexicon`."""

    def __init__(self, connection: Connection, generation: int) -> None:
        self._connection = connection
        self._generation = generation

    def visible(self, words: Sequence[tuple[str, ...]], spaces: Collection[int] | None) -> list[int]:
        counts = [self._count(terms, spaces).scalar_subquery() for terms in words]
        return list(self._connection.execute(select(*counts)).one())

    def _count(self, terms: tuple[str, ...], spaces: Collection[int] | None) -> Select[int]:
        found = select(literal(1)).where(documents.c.generation == self._generation, holds(any_of(terms)))
        if spaces is not None:
            found = found.where(documents.c.space.in_(sorted(spaces)))
        return select(func.count()).select_from(found.limit(ENOUGH).subquery())

    def near(self, word: str) -> list[tuple[int, str]]:
        allowed = tolerance(word)
        differing = func.bit_count(cast(words.c.letters.op("#")(literal(letters(word))), BIT(32)))
        close = (
            select(words.c.word)
            .where(words.c.generation == self._generation, differing <= 2 * allowed)
            .where(words.c.length.between(len(word) - allowed, len(word) + allowed))
            .order_by(differing, words.c.word)
            .limit(_NEAREST)
        )
        return closest(word, self._connection.execute(close).scalars())


class PostgreSQLSearch:
    """The port over tables of its own, made on first use: an index is derived, so no migration need keep it."""

    def __init__(self, engine: Engine, languages: tuple[str, ...] = DEFAULT_LANGUAGES) -> None:
        self._bare_engine = engine
        self._languages = languages
        self._version = f"{SCHEMA_VERSION}.{ANALYSER_VERSION}.{'+'.join(languages)}"

    @cached_property
    def _engine(self) -> Engine:
        create_tables(self._bare_engine)
        return self._bare_engine

    @property
    def needs_rebuild(self) -> bool:
        """Whether there is no complete index of this version."""
        with self._engine.connect() as connection:
            row = connection.execute(select(state.c.version, state.c.is_complete)).one_or_none()
        return row is None or row.version != self._version or not row.is_complete

    def refresh(self) -> None:
        """Do nothing: every search reads what was committed last."""

    def index(self, documents: Iterable[SearchDocument]) -> None:
        """Add or replace documents in one transaction; of two with one id the later counts."""
        latest = {document.id: document for document in documents}
        with self._engine.begin() as connection:
            for generation in self._generations(connection):
                self._put(connection, generation, latest.values(), replace=True)

    def _generations(self, connection: Connection) -> list[int]:
        """Return the generations to write to, and hold off the change from one to the next until this is committed."""
        first = {"id": 1, "live": 1, "building": None, "version": self._version, "is_complete": False}
        connection.execute(insert(state).values(first).on_conflict_do_nothing())
        row = connection.execute(select(state.c.live, state.c.building).with_for_update(read=True)).one()
        return [generation for generation in (row.live, row.building) if generation is not None]

    def _row(self, document: SearchDocument, generation: int) -> dict[str, Any]:
        return {
            "generation": generation,
            "id": document.id,
            "kind": document.kind,
            "thread": document.thread,
            "space": document.space,
            "created": stamp(document.created),
            "score": document.score,
            "boost": boost(document),
            "marks": sorted(marks(document)),
            "vector": vector_of(document, self._languages),
        }

    def _put(
        self, connection: Connection, generation: int, several: Collection[SearchDocument], *, replace: bool
    ) -> None:
        if not several:
            return
        rows = [self._row(document, generation) for document in sorted(several, key=lambda document: document.id)]
        adding = insert(documents)
        changed = {name: adding.excluded[name] for name in rows[0] if name not in _KEY}
        if replace:
            adding = adding.on_conflict_do_update(index_elements=_KEY, set_=changed)
        else:
            adding = adding.on_conflict_do_nothing(index_elements=_KEY)
        connection.execute(adding, rows)
        listed = sorted({word for document in several for word in vocabulary(document.title, document.body)})
        if listed:
            spelled = [{"generation": generation, "word": w, "letters": letters(w), "length": len(w)} for w in listed]
            connection.execute(insert(words).on_conflict_do_nothing(), spelled)

    def remove(self, ids: Iterable[int]) -> None:
        """Remove documents in one transaction, and keep a generation that is being built from bringing them back."""
        gone = sorted(set(ids))
        with self._engine.begin() as connection:
            live, *building = self._generations(connection)
            connection.execute(delete(documents).where(documents.c.generation == live, documents.c.id.in_(gone)))
            for generation in building if gone else ():
                nothing = {"kind": "", "thread": 0, "space": 0, "created": 0, "score": 0, "boost": 0.0, "marks": []}
                rows = [{"generation": generation, "id": identity, "vector": None, **nothing} for identity in gone]
                struck = insert(documents)
                struck = struck.on_conflict_do_update(index_elements=_KEY, set_={"vector": None})
                connection.execute(struck, rows)

    def rebuild(self, documents: Iterable[SearchDocument]) -> None:
        """Build the next generation while searches and writes go on, then make it the live one."""
        with self._engine.connect() as guard:
            guard.execute(select(func.pg_advisory_lock(_REBUILD_LOCK)))
            guard.commit()
            try:
                generation = self._begin_generation()
                remaining = iter(documents)
                while several := {document.id: document for document in islice(remaining, _BATCH)}:
                    with self._engine.begin() as connection:
                        self._put(connection, generation, several.values(), replace=False)
                self._go_live(generation)
            finally:
                guard.execute(select(func.pg_advisory_unlock(_REBUILD_LOCK)))
                guard.commit()

    def _begin_generation(self) -> int:
        with self._engine.begin() as connection:
            self._generations(connection)
            live = connection.execute(select(state.c.live).with_for_update()).scalar_one()
            self._sweep(connection, live)
            connection.execute(update(state).values(building=live + 1))
        return int(live) + 1

    def _go_live(self, generation: int) -> None:
        with self._engine.begin() as connection:
            connection.execute(select(state.c.live).with_for_update())
            now = {"live": generation, "building": None, "version": self._version, "is_complete": True}
            connection.execute(update(state).values(now))
        with self._engine.begin() as connection:
            self._sweep(connection, generation)
        self.optimise()

    @staticmethod
    def _sweep(connection: Connection, live: int) -> None:
        """Remove every other generation, and the marks of what was removed while this one was built."""
        connection.execute(delete(documents).where(documents.c.generation != live))
        connection.execute(delete(documents).where(documents.c.vector.is_(None)))
        connection.execute(delete(words).where(words.c.generation != live))

    def optimise(self) -> None:
        """Forget words that no document holds any more, give back room and renew what the database plans by."""
        with self._engine.begin() as connection:
            self._forget_words(connection)
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE search_document, search_word"))

    def _forget_words(self, connection: Connection) -> None:
        live = connection.execute(select(state.c.live).with_for_update()).scalar_one_or_none() or 0
        vectors = f"SELECT vector FROM search_document WHERE generation = {live}"  # noqa: S608 - a number of ours
        held = set(connection.execute(text("SELECT word FROM ts_stat(:vectors)"), {"vectors": vectors}).scalars())
        known = connection.execute(select(words.c.word).where(words.c.generation == live)).scalars()
        stems = languages_of(None, self._languages)
        gone = [{"gone": word} for word in known if held.isdisjoint(query_terms(word, stems))]
        if gone:
            own = (words.c.generation == live) & (words.c.word == bindparam("gone"))
            connection.execute(delete(words).where(own), gone)

    def _live(self, connection: Connection, *settings: Any) -> int:
        """Return the generation to read, and make settings for what follows in the same statement."""
        row = connection.execute(select(state.c.live, *settings)).one_or_none()
        return row.live if row else 0

    def count(self) -> int:
        """Return how many documents there are."""
        with self._engine.connect() as connection:
            counted = select(func.count()).where(documents.c.generation == self._live(connection))
            return int(connection.execute(counted).scalar_one())

    def ids(self, after: int, limit: int) -> Sequence[int]:
        """Return ids greater than `after`, rising."""
        with self._engine.connect() as connection:
            live = select(documents.c.id).where(
                documents.c.generation == self._live(connection), documents.c.id > after
            )
            return connection.execute(live.order_by(documents.c.id).limit(limit)).scalars().all()

    def search(
        self,
        query: SearchQuery,
        spaces: Collection[int] | None,
        limit: int = 20,
        after: str | None = None,
        *,
        collapse_threads: bool = False,
    ) -> SearchPage:
        """See `SearchPort.search`."""
        key = PageKey.decode(after)
        # One snapshot for all statements: the generation that is live at first is there to the end.
        with self._engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            try:
                return self._search(connection, query, spaces, limit, key, collapse=collapse_threads)
            except OperationalError as error:
                if getattr(error.orig, "sqlstate", None) != "57014":
                    raise
                # Time was up: an empty page that does not claim to be all.
                return SearchPage([], 0, False, None, None, False, query)

    def _search(
        self, connection: Connection, query: SearchQuery, spaces: Collection[int] | None, limit: int,
        key: PageKey | None, *, collapse: bool,
    ) -> SearchPage:  # fmt: skip
        generation = self._live(connection, func.set_config("statement_timeout", f"{SEARCH_SECONDS}s", True))

        def rows(plan: Plan, below: PageKey | None, most: int) -> Sequence[Any]:
            statement = page_statement(plan, generation, below, most, collapse=collapse)
            return [] if query.is_empty else connection.execute(statement).all()

        lexicon = _Lexicon(connection, generation)
        tried = plans(query, spaces, lexicon, self._languages, key.manner if key else None)
        for planned in tried if not query.is_empty else islice(tried, 1):
            found = rows(planned.plan, key, limit)
            if found:
                break
        total = found[0].total if found else sum(row.total for row in rows(planned.plan, None, 1)[:1]) if key else 0
        return _page(found, limit, total, planned, query)


def _page(found: Sequence[Any], limit: int, total: int, planned: Planned, query: SearchQuery) -> SearchPage:
    hits = [SearchHit(row.id, row.points, row.kind, row.thread) for row in found[:limit]]
    more = len(found) > limit and hits
    return SearchPage(
        hits=hits,
        total=min(total, MOST_RANKED),
        total_is_exact=total <= MOST_RANKED,
        after=PageKey(planned.manner, hits[-1].score, hits[-1].id).encode() if more else None,
        suggestion=planned.searched.text if total and planned.searched.text != query.text else None,
        relaxed=planned.plan.is_relaxed and total > 0,
        searched=planned.searched if total else query,
    )
