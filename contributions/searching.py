"""Search over contributions: the documents, the lane that keeps the index in step, and the page of results."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import current_app
from sqlalchemy import case, select

from accounts.leaving.events import MemberErased
from accounts.models import Member, Role
from accounts.viewers import ANONYMOUS, Viewer
from contributions.events import (
    ContributionEdited,
    ContributionPosted,
    ContributionsImported,
    ContributionStateChanged,
    GatesOpened,
    ThreadsMerged,
    VoteCast,
)
from contributions.models import Contribution, Space, State
from contributions.news.models import Mention
from contributions.problems import problems_of
from contributions.rows import tag_column
from contributions.secrecy import score_kept_from, with_score
from contributions.visibility import behind_no_gate, listed_to, readable_by
from core.database import db, read
from core.markup import plain_text
from core.outbox import Delivery
from core.pages import places
from core.paging import AnySelect
from core.search import SearchDocument, SearchPage, SearchPort, SearchQuery

LANE = "search"
EVENTS = (
    ContributionPosted,
    ContributionEdited,
    ContributionStateChanged,
    ContributionsImported,
    GatesOpened,
    ThreadsMerged,
    VoteCast,
    MemberErased,
)
CHUNK = 500
# Events after which every post of a thread may stand elsewhere, or no longer, or be open to more.
SHAKING = {ContributionStateChanged.name(), GatesOpened.name(), ThreadsMerged.name()}


def search_port() -> SearchPort:
    """Return the search engine of the current application."""
    port: SearchPort = current_app.extensions["search"]
    return port


def _document_statement() -> AnySelect:
    root = Contribution.__table__.alias("root")
    return (
        select(
            Contribution.id,
            Contribution.kind,
            Contribution.thread_id,
            Contribution.space_id,
            Contribution.author_id,
            Contribution.author_roles,
            Contribution.title,
            root.c.title.label("thread_title"),
            Contribution.html,
            case((score_kept_from(ANONYMOUS), 0), else_=Contribution.score).label("score"),
            Contribution.created_at,
            Contribution.language,
            Contribution.reply_count,
            Member.name.label("author_name"),
            tag_column().label("tags"),
        )
        .outerjoin(Member, Member.id == Contribution.author_id)
        .outerjoin(root, root.c.id == Contribution.thread_id)
        .where(Contribution.state == State.PUBLISHED, Contribution.concealed.is_(False), behind_no_gate())
    )


def documents(first: int, last: int) -> Iterator[SearchDocument]:
    """Yield the documents of all published contributions with ids from `first` to `last`, in order.

    What a closed gate hides from some is left out for all, so that no count and no corrected word tells of it; a score
    that is kept from some is none for all.
    """
    statement = _document_statement().where(Contribution.id.between(first, last)).order_by(Contribution.id)
    rows = read(statement).all()
    keys = [row.id for row in rows]
    words, problems = state_words(keys), problems_of(keys)
    for row in rows:
        yield _document(row, words.get(row.id, set()), problems.get(row.id, ""))


def all_documents() -> Iterator[SearchDocument]:
    """Yield every document, for building the index anew."""
    for first, last in _ranges(None):
        yield from documents(first, last)


def _document(row: Any, words: set[str], problem: str) -> SearchDocument:
    if row.author_roles & (Role.STAFF | Role.PRODUCT_MANAGER | Role.CURATOR | Role.ADMINISTRATOR):
        words.add("staff")
    return SearchDocument(
        id=row.id,
        kind=row.kind,
        thread=row.thread_id or row.id,
        space=row.space_id,
        author=row.author_id,
        author_name=row.author_name or "",
        title=row.title or "",
        body=plain_text(problem + row.html),
        tags=tuple(row.tags.split(" ")) if row.tags else (),
        state=frozenset(words),
        score=row.score,
        created=row.created_at,
        language=row.language,
    )


def state_words(keys: Sequence[int]) -> dict[int, set[str]]:
    """Ask each room which words (solved, unanswered, accepted ...) describe its contributions."""
    found: dict[int, set[str]] = {}
    for provider in places().of("search states"):
        for key, word in provider(keys):
            found.setdefault(key, set()).add(word)
    return found


def keep_index(deliveries: Sequence[Delivery]) -> None:
    """Bring the index in step with what happened: whole threads where something was taken down, else what changed."""
    port = search_port()
    for delivery in deliveries:
        if delivery.event == ContributionsImported.name():
            for first, last in _ranges((delivery.payload["first_id"], delivery.payload["last_id"])):
                port.index(documents(first, last))
    changed = _changed(deliveries)
    if changed:
        standing = [document for key in changed for document in documents(key, key)]
        port.index(standing)
        port.remove(changed - {document.id for document in standing})
    if any(delivery.event == MemberErased.name() for delivery in deliveries):
        # What was replaced stands in the files of the index until these are put in order.
        port.optimise()


def _changed(deliveries: Sequence[Delivery]) -> set[int]:
    keys = {delivery.payload["contribution_id"] for delivery in deliveries if "contribution_id" in delivery.payload}
    threads = {delivery.payload["thread_id"] for delivery in deliveries if "thread_id" in delivery.payload}
    shaken = {delivery.payload["thread_id"] for delivery in deliveries if delivery.event in SHAKING}
    erased = {delivery.payload["member_id"] for delivery in deliveries if delivery.event == MemberErased.name()}
    naming = select(Mention.contribution_id).where(Mention.member_id.in_(erased))
    own = Contribution.author_id.in_(erased) | Contribution.id.in_(naming)
    below = select(Contribution.id).where(Contribution.thread_id.in_(shaken) | own)
    return keys | threads | (set(db.session.scalars(below)) if shaken or erased else set())


def _ranges(bounds: tuple[int, int] | None) -> Iterator[tuple[int, int]]:
    """Cut the ids of contributions into stretches that hold a chunk each."""
    first, last = bounds or (0, 2**62)
    while True:
        keys = select(Contribution.id).where(Contribution.id.between(first, last)).order_by(Contribution.id)
        chunk = list(db.session.scalars(keys.limit(CHUNK)))
        if not chunk:
            return
        yield chunk[0], chunk[-1]
        first = chunk[-1] + 1


@dataclass(frozen=True)
class Found:
    """A page of search results: the engine's page, and the rows that the viewer may see, in its order."""

    query: SearchQuery
    page: SearchPage
    rows: Sequence[Any] = field(default_factory=list)


def find(viewer: Viewer, query: SearchQuery, limit: int, after: str | None, collapse: bool = True) -> Found:
    """Search what a viewer may see. The engine limits by space; the database has the last word on every row."""
    spaces = db.session.scalars(select(Space.id).where(readable_by(viewer))).all()
    page = search_port().search(query, spaces, limit, after, collapse_threads=collapse and not query_in_thread(query))
    return Found(query, page, _rows(viewer, [hit.id for hit in page.hits]))


def query_in_thread(query: SearchQuery) -> bool:
    """Whether a query stays inside one thread."""
    return query.thread is not None


def _rows(viewer: Viewer, keys: Collection[int]) -> list[Any]:
    root = Contribution.__table__.alias("root")
    columns = (
        Contribution.id,
        Contribution.kind,
        Contribution.html,
        Contribution.score,
        Contribution.created_at,
        Contribution.author_id,
        Contribution.author_roles,
        Contribution.source_key,
        Member.name.label("author_name"),
        Space.name.label("space_name"),
        Contribution.thread_id,
        Contribution.title.label("own_title"),
        root.c.title.label("thread_title"),
        root.c.kind.label("thread_kind"),
        tag_column().label("tags"),
    )
    statement = (
        select(*with_score(columns, viewer))
        .outerjoin(Member, Member.id == Contribution.author_id)
        .outerjoin(root, root.c.id == Contribution.thread_id)
        .join(Space, Space.id == Contribution.space_id)
        .where(Contribution.id.in_(keys), listed_to(viewer))
    )
    order = {key: place for place, key in enumerate(keys)}
    return sorted(read(statement), key=lambda row: order[row.id])
