"""Operations about ideas and their areas."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from accounts.api.answering import Invalid
from accounts.api.operations import Section
from accounts.api.shapes import Answered, Listed, Number, onward
from accounts.fields import FieldRefused
from accounts.tokens.scopes import Scope
from accounts.viewers import Viewer
from contributions import editing
from contributions.api.shapes import Card, Thread, Written, cards_of, thread_of, written
from contributions.api.threads import ThreadListing
from contributions.lists import Filter
from contributions.queries import contribution_of_kind
from contributions.schemas import LONGEST_BODY, Line, Problem, Revision, Tags, ThreadEdit, clean_text, one_line
from contributions.tagging import tags_of
from core.database import LARGEST_KEY
from core.forms import Schema
from ideas.areas.keeping import change_area, open_area
from ideas.areas.queries import area_for, areas_of
from ideas.areas.schemas import AreaDraft
from ideas.board.family import family_of
from ideas.board.lists import fetch_board, order_named
from ideas.board.queries import Chosen, idea_row, status_of
from ideas.models import Area, Idea
from ideas.statuses import pipeline_of
from ideas.writing.posting import post_idea
from ideas.writing.schemas import IdeaDraft

section = Section("Ideas")


class IdeaListing(ThreadListing):
    """Which ideas are wanted: also by the number of their area, by status, and by phase."""

    order: Annotated[str, Field(max_length=30)] = "newest"  # type: ignore[assignment]
    area: Annotated[int, Field(ge=0, le=LARGEST_KEY, description="Its number; 0 for any.")] = 0
    status: Annotated[str, Field(max_length=30)] = ""
    phase: Literal["", "open", "active", "delivered", "closed"] = ""

    def wanted(self, viewer: Viewer) -> Chosen:
        """Return what the list is limited to. Raises NotFound for what cannot be seen."""
        threads: Filter = self.chosen(viewer)
        return Chosen(threads, area_for(viewer, self.area).id if self.area else None, self.status, self.phase)


class IdeaCard(Card):
    """An idea in a list, with where it stands: open, active, delivered or closed, and the status in its area."""

    status: str
    phase: str
    area: Number | None


class IdeaShown(Thread):
    """An idea, with where it stands, the problem that it solves, and the numbers of what it was mixed from."""

    status: str
    phase: str
    area: Number | None
    problem: str
    problem_html: str
    parents: list[Number]
    coauthors: list[Number]


class IdeaEdit(Schema):
    """New words for an idea; what is left out stays. `revision` is the number that the edit began from."""

    title: Annotated[str, BeforeValidator(one_line), Field(min_length=10, max_length=200)] | None = None
    problem: Problem | None = None
    body: Annotated[str, BeforeValidator(clean_text), Field(min_length=1, max_length=LONGEST_BODY)] | None = None
    tags: Tags | None = None
    comment: Line = ""
    revision: Revision = 0


class StatusShown(Answered):
    """A status of an area, and what it means: open, active, delivered or closed."""

    key: str
    name: str
    phase: str


class AreaNamed(Answered):
    """An area, by name and by the word in its address."""

    number: Number
    slug: str
    name: str
    ideas: int


class AreaShown(Answered):
    """An area with its statuses in their order; `description` is Markdown."""

    number: Number
    slug: str
    name: str
    description: str
    counts_hidden: bool
    statuses: list[StatusShown]


@section.add("GET", "/ideas", Listed[IdeaCard], scope=None, asks=IdeaListing)
def ideas(viewer: Viewer, asked: IdeaListing) -> Listed[IdeaCard]:
    """List ideas."""
    page = fetch_board(viewer, order_named(asked.order), asked.wanted(viewer), asked.after or None, asked.limit)
    shown = [IdeaCard(**fields, **_place(row)) for row, fields in zip(page.rows, cards_of(page.rows), strict=True)]
    return Listed(**onward(page, shown))


@section.add("POST", "/ideas", Written, takes=IdeaDraft, limit="post")
def suggest_idea(viewer: Viewer, draft: IdeaDraft) -> Written:
    """Post an idea in an area, or where none fits in a space."""
    try:
        return written(post_idea(viewer, draft))
    except FieldRefused as refusal:
        raise Invalid({refusal.field: str(refusal)}) from None


@section.add("GET", "/ideas/<int:number>", IdeaShown, scope=None)
def idea(viewer: Viewer, number: int) -> IdeaShown:
    """Show one idea; what is said about it are its comments."""
    row = idea_row(viewer, number)
    family = family_of(viewer, number)
    return IdeaShown(
        **thread_of(viewer, row),
        **_place(row),
        problem=row.problem,
        problem_html=row.problem_html,
        parents=[parent.id for parent in family.parents],
        coauthors=[author.id for author in family.authors],
    )


@section.add("PATCH", "/ideas/<int:number>", Written, takes=IdeaEdit, limit="edit")
def edit_idea(viewer: Viewer, number: int, draft: IdeaEdit) -> Written:
    """Give an idea new words; refused where somebody edited it meanwhile."""
    found = contribution_of_kind(viewer, number, Idea)
    standing = {"title": found.title, "problem": found.problem, "body": found.body, "tags": tags_of(number)}
    change = ThreadEdit.model_construct(**{**standing, **draft.model_dump(exclude_none=True)})
    return written(editing.edit(viewer, number, change))


@section.add("GET", "/areas", Listed[AreaNamed], scope=None)
def areas(viewer: Viewer) -> Listed[AreaNamed]:
    """List the areas of ideas."""
    rows = areas_of(viewer)
    return Listed(results=[AreaNamed(number=row.id, slug=row.slug, name=row.name, ideas=row.ideas) for row in rows])


@section.add("POST", "/areas", AreaShown, takes=AreaDraft, scope=Scope.STAFF, limit="edit")
def add_area(viewer: Viewer, draft: AreaDraft) -> AreaShown:
    """Open an area of ideas."""
    return _area(open_area(viewer, draft))


@section.add("GET", "/areas/<int:number>", AreaShown, scope=None)
def area(viewer: Viewer, number: int) -> AreaShown:
    """Show one area."""
    return _area(area_for(viewer, number))


@section.add("PUT", "/areas/<int:number>", AreaShown, takes=AreaDraft, scope=Scope.STAFF, limit="edit")
def edit_area(viewer: Viewer, number: int, draft: AreaDraft) -> AreaShown:
    """Change what is said of an area."""
    found = area_for(viewer, number)
    change_area(viewer, found, draft)
    return _area(found)


def _place(row: Any) -> dict[str, Any]:
    status = status_of(row)
    return {"status": status.key, "phase": status.phase, "area": row.area_id}


def _area(found: Area) -> AreaShown:
    statuses = [StatusShown(key=one.key, name=str(one.name), phase=one.phase) for one in pipeline_of(found.id)]
    return AreaShown(
        number=found.id,
        slug=found.slug,
        name=found.name,
        description=found.description,
        counts_hidden=found.counts_hidden,
        statuses=statuses,
    )
