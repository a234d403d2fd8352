"""A small world for the matrix: in every kind of space, things in every state, each with a word of its own."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, cast

from flask.testing import FlaskClient
from sqlalchemy import Table, bindparam, delete, select, update

from accounts.models import Role
from community.clubs.models import OwnerNote, ProductReview
from community.exercises.leading import add_squares
from community.exercises.models import Cell, Exercise
from community.exercises.queries import gate_at
from community.knowledge.models import Article, Suggestion
from community.models import Answer, Discussion, DuplicateLink, Question
from contributions import counters, searching
from contributions.kinds import KINDS
from contributions.models import Comment, Contribution, Notification, Revision, Space, State, Vote
from contributions.moderation.models import Flag, Review
from contributions.posting import write
from contributions.products.models import Product
from contributions.reputation.models import ReputationEntry
from contributions.resuming.models import ReadPosition
from contributions.tagging import set_tags
from core.application import Atrium
from core.clock import now
from core.database import db
from ideas.changelog.models import Release, ReleaseIdea
from ideas.contests.models import Contest, Entry, TeamMember
from ideas.contests.phases import USUAL
from ideas.initiatives.models import Initiative, Service
from ideas.models import Area, Idea
from ideas.roadmap.models import Promise
from ideas.word_of_mouth.models import Story
from tests import factories
from tests.modest import EVERYTHING
from tests.people import Person, make_person
from tests.security.golden import STATES

OPENING = {"question", "discussion", "idea", "exercise"}
SPACES = ("public", "members", "group", "staff")
COMMON = "lighthouse"
PROMISED: dict[str, Any] = {"earliest_day": 739_000, "latest_day": 739_100, "first_latest_day": 739_100}
PROMISED |= {"confidence": 60, "evidence": "trial", "outcome": "open"}
TURNS = 8
DAY = timedelta(days=1)
CONTRIBUTIONS = cast("Table", Contribution.__table__)
QUESTIONS, ANSWERS = cast("Table", Question.__table__), cast("Table", Answer.__table__)


@dataclass(frozen=True)
class Thing:
    """Something of the author's, or of somebody else's (`own` false), and the word that only it holds."""

    id: int
    kind: str
    space: str
    state: str
    word: str
    address: str
    thread: int
    own: bool = True


@dataclass
class World:
    """Everything that was put there."""

    app: Atrium
    people: dict[str, Person] = field(default_factory=dict)
    spaces: dict[str, Space] = field(default_factory=dict)
    space_words: dict[str, str] = field(default_factory=dict)
    # What stands in each space that has an address by its own word and is no contribution: products.
    product_words: dict[str, str] = field(default_factory=dict)
    area_words: dict[str, str] = field(default_factory=dict)
    things: list[Thing] = field(default_factory=list)

    def client(self, role: str) -> FlaskClient:
        """Open a browser for a role."""
        client = self.app.test_client()
        return client if role == "anonymous" else factories.sign_in(client, self.people[role])

    def index(self) -> None:
        """Let everything that stands be found."""
        search = self.app.extensions["search"]
        search.index(list(searching.all_documents()))
        search.refresh()

    def mend(self, touched: Thing) -> None:
        """Put a thread back as it was before the last deed on something in it."""
        added = list(db.session.scalars(select(CONTRIBUTIONS.c.id).where(CONTRIBUTIONS.c.id > self.things[-1].id)))
        run = db.session.connection().execute
        run(delete(Vote))
        run(delete(Flag))
        run(delete(Review))
        run(delete(DuplicateLink))
        run(delete(Suggestion))
        run(update(QUESTIONS).values(duplicate_of_id=None))
        run(delete(Revision).where(Revision.number > 2))
        run(update(QUESTIONS).values(accepted_answer_id=None, official_answer_id=None, pinned_answer_id=None))
        run(delete(ANSWERS).where(ANSWERS.c.id.in_(added)))
        run(delete(CONTRIBUTIONS).where(CONTRIBUTIONS.c.id.in_(added)))
        statement = update(CONTRIBUTIONS).where(CONTRIBUTIONS.c.id == bindparam("key"))
        run(
            statement.values(state=bindparam("was"), concealed=bindparam("below"), state_by_id=bindparam("by")),
            [
                {
                    "key": thing.id,
                    "was": "published" if thing.state in {"below", "closed"} else thing.state,
                    "below": thing.state == "below",
                    "by": self.people["author"].id if thing.state == "deleted" and thing.own else None,
                }
                for thing in self.things
                if thing.thread == touched.thread
            ],
        )
        db.session.commit()


def chosen(things: list[Thing], turn: int) -> list[Thing]:
    """Return some things of each space and state, so that those who read by turns read all kinds of them."""
    if EVERYTHING:
        return things
    groups: dict[tuple[str, str], list[Thing]] = {}
    for thing in things:
        groups.setdefault((thing.space, thing.state), []).append(thing)
    return [
        thing
        for group in groups.values()
        for place, thing in enumerate(group)
        if place % min(TURNS, len(group)) == turn % min(TURNS, len(group))
    ]


def build(app: Atrium) -> World:
    """Build the world."""
    world = World(app)
    for role, roles in {"staff": Role.STAFF, "moderator": Role.MODERATOR, "administrator": Role.ADMINISTRATOR}.items():
        world.people[role] = make_person(f"The {role}", roles)
    for role in ("stranger", "author", "insider", "asker"):
        world.people[role] = make_person(f"The {role}")
    group = factories.make_group("The circle", world.people["author"], world.people["insider"])
    for name in SPACES:
        world.space_words[name] = word_for("space", name)
        world.spaces[name] = factories.make_space(
            f"Room {world.space_words[name]}", name, group if name == "group" else None
        )
        world.product_words[name] = word_for("product", name)
        db.session.add(factories.product(world.product_words[name], world.spaces[name]))
        word = world.area_words[name] = word_for("area", name)
        db.session.add(Area(name=word, slug=word, space_id=world.spaces[name].id, created_at=now()))
        db.session.flush()
        for state in STATES:
            _fill(world, name, state)
    _name_ideas(world)
    for number in (1, 2):
        db.session.add_all(
            Revision(
                contribution_id=thing.id,
                number=number,
                title=f"About {thing.word}" if KINDS[thing.kind].opens_thread else None,
                body=f"Wording {number} of {thing.word}",
                tags=[],
                editor_id=world.people["author"].id,
                created_at=now(),
            )
            for thing in world.things
        )
    for role, person in world.people.items():
        if role != "asker":
            db.session.add_all(
                Notification(
                    member_id=person.id, contribution_id=thing.id, reason="answer", actor_id=None, created_at=now()
                )
                for thing in world.things
            )
        db.session.add_all(_points_and_reading(world, person))
    counters.recount_threads()
    counters.recount_tags()
    counters.recount_spaces()
    db.session.commit()
    return world


def _name_ideas(world: World) -> None:
    """Let what everybody may read name ideas that they may not."""
    public = {thing.kind: thing.id for thing in world.things if (thing.space, thing.state) == ("public", "published")}
    ideas = [thing.id for thing in world.things if thing.kind == "idea"]
    db.session.add_all(ReleaseIdea(release_id=public["release"], idea_id=key) for key in ideas)
    db.session.get_one(Promise, public["promise"]).idea_id = ideas[-1]


def _points_and_reading(world: World, person: Person) -> Iterator[Any]:
    """Yield points for everything, and that all of it was read: whatever of it is shown must be seen."""
    at = now()
    for thing in world.things:
        given = {"member_id": person.id, "points": 10, "cause": "voted up", "contribution_id": thing.id, "by_id": 0}
        yield ReputationEntry(**given, day=at.date(), turn=1, written_at=at)
        if thing.id == thing.thread:
            yield ReadPosition(member_id=person.id, thread_id=thing.id, read_to=thing.id, read_at=at)


def word_for(*parts: str) -> str:
    """Return a word that occurs nowhere else; letters alone, so that search keeps it whole."""
    digest = hashlib.sha256(" ".join(parts).encode()).hexdigest()[:12]
    return "q" + digest.translate(str.maketrans("0123456789", "ghijklmnop")) + "q"


def _fill(world: World, space: str, state: str) -> None:
    author, asker = world.people["author"], world.people["asker"]
    if state == "below":
        root = _put(world, Question(), asker, space, "hidden", own=False)
        _put(world, Answer(), author, space, state, root)
        return
    if state == "closed":
        _fill_square(world, space)
        return
    area = select(Area.id).where(Area.slug == world.area_words[space])
    for model in (Question(), Discussion(), Idea(status="open", area_id=db.session.scalar(area)), Article()):
        _put(world, model, author, space, state)
    if state in {"published", "hidden"}:
        product = db.session.scalars(select(Product).where(Product.slug == world.product_words[space])).one()
        _put(world, ProductReview(product_id=product.id, member_id=None, rating=1), asker, space, state, own=False)
        _put(world, OwnerNote(product_id=product.id, about="reason"), asker, space, state, own=False)
    if state == "published" and space in {"public", "group"}:
        for thing in (Release(), Story(reward=""), Promise(**PROMISED)):
            _put(world, thing, asker, space, state, own=False)
    if state in {"published", "hidden"} and (state == "published" or space == "public"):
        _fill_contest(world, space, state)
    root = _put(world, Question(), asker, space, "published", own=False, about=state)
    reply = _put(world, Answer(), author, space, state, root)
    if state == "published":
        _put(world, Comment(), author, space, state, reply)


def _fill_contest(world: World, space: str, state: str) -> None:
    """Put a contest of the asker's with an entry, an initiative, and the service that grew out of it."""
    asker, at = world.people["asker"], now()
    dates = {"entries_at": at, "voting_at": at + DAY, "jury_at": at + DAY, "closes_at": at + DAY}
    contest = _put(world, Contest(**dates, switches=USUAL), asker, space, state, own=False)
    entry = Entry(contest_id=contest.id, name=f"Entry {word_for('entry', space, state, 'False', '')}")
    _put(world, entry, asker, space, state, contest, own=False)
    entry.concealed = state == "hidden"
    db.session.add(TeamMember(entry_id=entry.id, member_id=asker.id, invited_at=at, accepted_at=at))
    if (space, state) not in {("public", "hidden"), ("group", "published")}:
        return
    lists: dict[str, list[str]] = {"partners": [], "materials": [], "steps": []}
    initiative = _put(world, Initiative(**lists), asker, space, state, own=False)
    _put(world, Service(kit=[], training=["One"], initiative_id=initiative.id), asker, space, state, own=False)


def _fill_square(world: World, space: str) -> None:
    """Put an exercise of the asker's with one square, in which the author alone has written."""
    author, asker = world.people["author"], world.people["asker"]
    posed = _put(world, Exercise(row_names=["One"], column_names=["One"]), asker, space, "published", own=False)
    add_squares(posed.id, [(1, 1)])
    gate = gate_at(posed.id, (1, 1))
    cell = _put(world, Cell(gate_id=gate), author, space, "closed", posed)
    if space == "public":
        _put(world, Comment(gate_id=gate), author, space, "closed", cell)


def _put(
    world: World,
    thing: Contribution,
    person: Person,
    space: str,
    state: str,
    parent: Contribution | None = None,
    own: bool = True,
    about: str = "",
) -> Contribution:
    kind = thing.kind
    word = word_for(kind, space, state, str(own), about)
    at = now()
    thing.author_id, thing.space_id, thing.created_at, thing.active_at = person.id, world.spaces[space].id, at, at
    thing.state = State.PUBLISHED if state in {"below", "closed"} else State(state)
    thing.state_by_id = person.id if state == "deleted" else None
    thing.edited_at = at
    write(thing, f"The {COMMON} and {word}, {word}, at dusk.")
    if parent is None:
        thing.title = f"About {word}"
    else:
        thing.thread_id, thing.parent_id = parent.root_id, parent.id
        thing.host_id = parent.id
    db.session.add(thing)
    db.session.flush()
    if parent is None:
        set_tags(thing, [word])
    path = KINDS[kind].path
    address = f"/{path}/{thing.id}/about-{word}" if path else f"/contributions/{thing.id}"
    world.things.append(Thing(thing.id, kind, space, state, word, address, thing.root_id, own))
    return thing


def fields(thing: Thing, deed: str) -> dict[str, Any]:
    """Return what a form for a deed would send."""
    if deed in {"contributions.edit", "knowledge.suggest"}:
        return {"title": f"About {thing.word} anew", "body": "New words for this.", "revision": 2}
    return (
        {"value": 1, "body": "Something to say about this.", "reason": "spam"} if deed != "contributions.delete" else {}
    )
