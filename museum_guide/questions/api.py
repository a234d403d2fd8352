"""Operations about museums and what they show."""

from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import select

from accounts.api.operations import Section
from accounts.api.shapes import Answered, Listed, Listing, Number, onward
from accounts.viewers import Viewer
from contributions.api.shapes import Hypertext, Written, written
from core.database import db
from museum_guide.addresses import artefact_address, base_url, museum_address
from museum_guide.artefacts.codes import keypad_number
from museum_guide.artefacts.models import Artefact
from museum_guide.artefacts.opening import BEHIND_TICKET, is_open
from museum_guide.artefacts.queries import PAGE, Wanted, artefact_numbered, words_of, works_page
from museum_guide.models import Museum
from museum_guide.museums.queries import museum_row, museums_page
from museum_guide.questions.asking import ask_of_artefact
from museum_guide.questions.schemas import ArtefactQuestion
from museum_guide.visibility import artefact_shown, museums_shown_to

section = Section("Museums")


class WorkListing(Listing):
    """Which works are wanted: `q` are words of a title or a maker, `language` that of the titles."""

    limit: Annotated[int, Field(ge=1, le=PAGE)] = PAGE
    q: Annotated[str, Field(max_length=80)] = ""
    language: Annotated[str, Field(max_length=35)] = ""


class MuseumShown(Answered):
    """A museum."""

    number: Number
    slug: str
    name: str
    url: str
    city: str
    country: str
    latitude: float | None
    longitude: float | None
    timezone: str
    language: str
    website: str


class MuseumNamed(Answered):
    """A museum in a list."""

    slug: str
    name: str
    url: str
    city: str
    works: int


class WorkNamed(Answered):
    """A work in a list. `number` is Atrium's own, `label` what is typed on the keypad."""

    number: Number
    label: str
    url: str
    title: str
    maker: str
    made: str
    room: str | None


class TextShown(Answered):
    """A text in a language at a depth: label, story, scholar or description; `origin` is human or machine."""

    language: str
    depth: str
    html: Hypertext
    origin: str


class WorkShown(WorkNamed):
    """A work with what is told of it; what needs a ticket is left out."""

    museum: str
    code: str
    medium: str
    size: str
    accession: str
    credit: str
    with_ticket: bool
    texts: list[TextShown]


@section.add("GET", "/museums", Listed[MuseumNamed], scope=None, asks=Listing)
def museums(viewer: Viewer, asked: Listing) -> Listed[MuseumNamed]:
    """List the museums."""
    page = museums_page(viewer, asked.cursor(1), asked.limit)
    shown = [
        MuseumNamed(
            slug=row.slug, name=row.name, url=base_url() + museum_address(row.slug), city=row.city, works=row.works
        )
        for row in page.rows
    ]
    return Listed(**onward(page, shown))


@section.add("GET", "/museums/<slug>", MuseumShown, scope=None)
def museum(viewer: Viewer, slug: str) -> MuseumShown:
    """Show one museum, by the word in its address."""
    row = museum_row(viewer, slug)
    given: dict[str, Any] = {name: getattr(row, name) for name in MuseumShown.model_fields if name in row._fields}
    return MuseumShown(number=row.id, url=base_url() + museum_address(row.slug), **given)


@section.add("GET", "/museums/<slug>/works", Listed[WorkNamed], scope=None, asks=WorkListing)
def works(viewer: Viewer, slug: str, asked: WorkListing) -> Listed[WorkNamed]:
    """List what a museum shows, by number."""
    row = museum_row(viewer, slug)
    language = asked.language or row.language
    page = works_page(viewer, row.id, language, asked.cursor(2), Wanted(None, asked.q.strip(), asked.limit))
    return Listed(**onward(page, [WorkNamed(**_named(slug, work)) for work in page.rows]))


def _named(slug: str, work: Any) -> dict[str, Any]:
    return {
        "number": work.id,
        "label": keypad_number(work.number),
        "url": base_url() + artefact_address(slug, work.number),
        "title": work.title,
        "maker": work.maker,
        "made": work.made,
        "room": work.room_name,
    }


@section.add("GET", "/works/<int:number>", WorkShown, scope=None)
def work(viewer: Viewer, number: int) -> WorkShown:
    """Show one work with what is told of it."""
    row = _row(viewer, number)
    opened = is_open(row)
    texts = [
        TextShown(language=text.language, depth=text.first, html=text.second, origin=text.third)
        for text in words_of(row.id).texts
        if opened or text.first not in BEHIND_TICKET
    ]
    more = {name: getattr(row, name) for name in ("code", "medium", "size", "accession", "credit", "with_ticket")}
    return WorkShown(**_named(row.museum_slug, row), museum=row.museum_slug, texts=texts, **more)


@section.add("POST", "/works/<int:number>/questions", Written, takes=ArtefactQuestion, limit="post")
def ask_of_work(viewer: Viewer, number: int, draft: ArtefactQuestion) -> Written:
    """Ask of a work, or (`claim` true) whether what one was told of it is so."""
    return written(ask_of_artefact(viewer, _row(viewer, number), draft))


def _row(viewer: Viewer, number: int) -> Any:
    found: Artefact = artefact_shown(viewer, number)
    slug = db.session.scalars(select(Museum.slug).where(Museum.id == found.museum_id, museums_shown_to(viewer))).one()
    return artefact_numbered(viewer, slug, found.number)
