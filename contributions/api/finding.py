"""Operations that find: search, and threads like a text."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from accounts.api.answering import Invalid
from accounts.api.identifying import base_url, ids_of
from accounts.api.operations import Section
from accounts.api.shapes import Answered, Listing, Number, PublicId
from accounts.viewers import Viewer
from contributions.models import Contribution
from contributions.schemas import clean_text, one_line
from contributions.search_views import results_of, understood
from contributions.searching import find
from contributions.similarity.finding import similar_to
from contributions.similarity.hints import hints, words_of_text
from core.forms import Schema
from core.search import QueryError

section = Section("Finding")


class Asked(Listing):
    """What is searched for, as on the page."""

    q: Annotated[str, BeforeValidator(one_line), Field(min_length=1, max_length=400)]


class Likeness(Schema):
    """A text: the first line is the title, what follows the body."""

    text: Annotated[str, BeforeValidator(clean_text), Field(min_length=1, max_length=5000)]
    kind: Literal["question", "idea", "discussion"] = "question"
    limit: Annotated[int, Field(ge=1, le=20)] = 5


class Hit(Answered):
    """Something that was found; the higher the score, the better it fits."""

    number: Number
    id: PublicId
    kind: str
    title: str
    score: float
    url: str


class FoundHit(Hit):
    """Something that search found, with the words around what was searched for."""

    snippet: str


class SearchAnswer(Answered):
    """One page of what was found. `total` counts all that the reader may see."""

    query: str
    total: int
    results: list[FoundHit]
    after: str | None


class SimilarHit(Hit):
    """A thread like a text, or what helps beside it, as `kind` says. `state` is open, answered or solved."""

    state: str
    replies: int
    official: bool


class SimilarAnswer(Answered):
    """The threads that are most like a text, best first; scores are 0 to about 1."""

    query: str
    results: list[SimilarHit]


@section.add("GET", "/search", SearchAnswer, scope=None, asks=Asked, limit="search")
def search(viewer: Viewer, asked: Asked) -> SearchAnswer:
    """Search what the reader may see."""
    try:
        found = find(viewer, understood(viewer, asked.q), asked.limit, asked.after or None)
    except QueryError as error:
        raise Invalid({"q": str(error)}) from None
    results = results_of(found)
    ids = ids_of(Contribution, [one.id for one in results])
    scores = {hit.id: hit.score for hit in found.page.hits}
    hits = [
        FoundHit(
            number=one.id,
            id=ids[one.id],
            kind=one.kind,
            title=one.title,
            score=round(scores[one.id], 4),
            snippet="".join(text for text, _hit in one.snippet),
            url=base_url() + one.url,
        )
        for one in results
    ]
    return SearchAnswer(query=found.query.text, total=found.page.total, results=hits, after=found.page.after)


@section.add("GET", "/similar", SimilarAnswer, asks=Likeness, limit="similar")
def similar(viewer: Viewer, asked: Likeness) -> SimilarAnswer:
    """Find threads like a text, as a form does while somebody writes."""
    found = similar_to(viewer, asked.kind, words_of_text(asked.text), asked.limit)
    ids = ids_of(Contribution, [one.id for one in found])
    hits = [
        SimilarHit(
            number=one.id,
            id=ids[one.id],
            kind=one.kind,
            title=one.title,
            score=round(one.score, 4),
            url=base_url() + one.url,
            state=hint.state,
            replies=one.replies,
            official=hint.official,
        )
        for one, hint in zip(found, hints(found), strict=True)
    ]
    return SimilarAnswer(query=asked.text, results=hits)
