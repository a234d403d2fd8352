"""Prepares what a community seldom has all at once, and says where it is: as `{question}` in an address."""

from typing import Any

from sqlalchemy import func, select, update

from accounts.models import Group, Member, Role
from community.accepting import accept_answer
from community.exercises.models import Exercise
from community.knowledge.models import Article
from community.knowledge.schemas import SuggestedEdit
from community.knowledge.suggesting import suggest_edit
from community.models import Answer, Discussion, Question
from contributions import drafting, editing, taking_down
from contributions.guests.schemas import TermDraft
from contributions.guests.terms import answer_term, name_guest
from contributions.models import Contribution, Space, Tag
from contributions.news.tokens import unsubscribe_token
from contributions.products.models import Product
from contributions.schemas import ReplyEdit, SavedDraft, ThreadEdit
from core.clock import now
from core.database import db, unit_of_work
from ideas.contests.models import Award, Contest, Entry
from ideas.initiatives.models import Initiative, Service
from ideas.models import Area, Idea
from ideas.rounds.models import Round
from ideas.versions.models import AreaVersion
from ideas.writing.posting import post_idea
from ideas.writing.schemas import IdeaDraft
from ideas.writing.sharing import answer_coauthor, ask_coauthor
from tests import factories, people
from tests.browser.pages_of_suggestions import toured
from tests.browser.serving import Site
from tests.museum_guide.guides.leading import led
from tests.museum_guide.objects.hall import furnished
from tests.people import Person

AUTHOR, HELPER = "Beatriz Fonseca", "Callum Reid"
TITLE = "Does the vane need to face north before the first storm?"
RICH = """The vane was **level** on Monday. What I tried:

1. turned the mast by *ten degrees*
2. read the [siting notes](https://example.org/siting) again

> Keep it clear of the gutter.

| hour | wind | gust |
| --- | ---: | ---: |
| 09:00 | 3.1 | 5.8 |
| 10:00 | 4.0 | 9.2 |

```python
for hour, gust in readings:
    print(f"{hour:>5} {gust:6.1f} m/s")
```

Is `offset = -12` what I want here?"""
REMARKS = (
    "Which firmware?",
    "2.4.1, since May.",
    "Then it is the old offset.",
    "Ah.",
    "Mine too.",
    "Fixed in 2.5, they say.",
    "So it is.",
)


def prepare(site: Site) -> None:
    """Bring about every state that a page can show, and note where."""
    with site.app.app_context():
        author, helper = site.person(AUTHOR), site.person(HELPER)
        moderator = site.one_with(Role.MODERATOR)
        site.landmarks = {**_found(), **_threads(author, helper, moderator)}
        site.landmarks["mixture"] = _mixture(author, helper, site.landmarks["idea"])
        site.landmarks |= {
            "author": str(author.id),
            "gone": _erased(),
            "term": _guest(author, site.one_with(Role.STAFF)),
        }
        site.landmarks |= furnished()
        site.landmarks |= toured(site.landmarks)
        site.landmarks |= led(author)
        _begin_drafts(author)
    site.work()
    site.landmarks |= _letters(site, author, helper)


def _found() -> dict[str, str]:
    public = Space.visibility == "public"
    both = Question.accepted_answer_id.is_not(None) & Question.official_answer_id.is_not(None)
    keys = {
        "question": select(Question.id).join(Space).where(both, public).order_by(Question.comment_count.desc()),
        "discussion": select(Discussion.id).join(Space).order_by(Discussion.comment_count.desc()),
        "idea": select(Idea.id).join(Space).where(public).order_by(Idea.comment_count.desc()),
        "area": select(Area.slug).join(AreaVersion).order_by(AreaVersion.id),
        "version": select(AreaVersion.id).order_by(AreaVersion.id),
        "exercise": select(Exercise.id).order_by(Exercise.id),
        "contest": select(Contest.id).where(Contest.decided_at.is_(None)),
        "decided": select(Contest.id).where(Contest.decided_at.is_not(None)),
        "entry": select(Entry.id).where(Entry.contest_id.in_(select(Contest.id).where(Contest.decided_at.is_(None)))),
        "won": select(Award.entry_id).where(Award.place == 1),
        "initiative": select(Initiative.id),
        "service": select(Service.id),
        "round": select(Round.id).where(Round.mode == "quadratic"),
        "budget": select(Round.id).where(Round.mode == "budget"),
        "space": select(Space.slug).where(public).order_by(Space.position),
        "closed_space": select(Space.slug).where(Space.visibility == "group"),
        "group": select(Group.id),
        "product": select(Product.slug).where(
            Product.tag_id == select(Tag.id).where(Tag.name == "mast").scalar_subquery()
        ),
        "review": select(Contribution.id).where(Contribution.kind == "review").order_by(Contribution.id),
        "note": select(Contribution.id).where(Contribution.kind == "note").order_by(Contribution.id),
        "article": select(Article.id),
        "promise": select(Contribution.id).where(Contribution.kind == "promise").order_by(Contribution.id),
        "release": select(Contribution.id).where(Contribution.kind == "release").order_by(Contribution.id),
        "story": select(Contribution.id).where(Contribution.kind == "story").order_by(Contribution.id),
        "promiser": select(Contribution.author_id).where(Contribution.kind == "promise").order_by(Contribution.id),
    }
    return {name: str(db.session.scalars(statement.limit(1)).one()) for name, statement in keys.items()}


def _threads(author: Person, helper: Person, moderator: Person) -> dict[str, str]:
    space = db.session.scalars(select(Space).where(Space.slug == "stations-and-sensors")).one()
    asked = factories.ask(author, space, TITLE, body=RICH, tags=["vane", "siting"])
    best = factories.answer(helper, asked)
    hidden = factories.answer(helper, asked, "Buy a better one and be happy.")
    for remark in REMARKS:
        factories.remark(author, best, remark)
    removed = factories.ask(author, space, "Where did I put the small grey screws?")
    quiet = factories.ask(author, space, "Why does the rain gauge count dew on clear mornings?")
    with unit_of_work():
        accept_answer(author.viewer, best.id, True)
        edited = ThreadEdit(title=TITLE, body=RICH.replace("Monday", "Tuesday"), tags=["vane"])
        editing.edit(author.viewer, asked.id, edited)
        editing.edit(helper.viewer, best.id, ReplyEdit(body="North, and before the storm.", comment="Said it shorter"))
        taking_down.hide(moderator.viewer, hidden.id, "Unkind")
        taking_down.delete(author.viewer, removed.id)
    article = db.session.scalars(select(Article.id)).one()
    edit = SuggestedEdit(title="Pressure that rises and falls", body="The sky it is.", comment="Shorter")
    with unit_of_work():
        suggested = suggest_edit(author.viewer, article, edit).id
    made = {"asked": asked, "best": best, "hidden": hidden, "removed": removed, "quiet": quiet}
    return {"suggestion": str(suggested)} | {name: str(contribution.id) for name, contribution in made.items()}


def _mixture(author: Person, helper: Person, idea: str) -> str:
    with unit_of_work():
        space = db.session.scalars(select(Space).where(Space.slug == "stations-and-sensors")).one()
        words = {"title": "A vane that says which way it was mounted", "body": RICH, "problem": "It was **not** north."}
        mixed = post_idea(author.viewer, IdeaDraft(space=space.id, parents=[int(idea)], origin=int(idea), **words))
        ask_coauthor(author.viewer, mixed.id, helper.name)
        answer_coauthor(helper.viewer, mixed.id, True)
    return str(mixed.id)


def _begin_drafts(author: Person) -> None:
    with unit_of_work():
        saved = SavedDraft(title="Is the new mast", body="Taller than the old one", tags="mast")
        drafting.save_draft(author.viewer, "ask", saved)
        drafting.save_draft(author.viewer, "discuss", SavedDraft(body="Frost flowers"))


def _guest(author: Person, staff: Person) -> str:
    space = db.session.scalars(select(Space).where(Space.slug == "app-and-data")).one()
    today = now().date()
    draft = TermDraft(spaces=[space.id], begins=today, until=today, reason="Knows the app by heart")
    with unit_of_work():
        term = name_guest(staff.viewer, author.id, draft)
        answer_term(author.viewer, term.id, True)
    return str(term.id)


def _erased() -> str:
    person = people.make_person("Somebody Gone")
    gone: dict[str, Any] = dict.fromkeys(("email", "password", "name_key"))
    gone |= {"erased_at": now(), "active": False, "name": ""}
    with unit_of_work():
        db.session.execute(update(Member).where(Member.id == person.id).values(**gone))
    return str(person.id)


def _letters(site: Site, author: Person, helper: Person) -> dict[str, str]:
    """Ask for one letter of each kind; returns the paths to which these lead."""
    browser = site.app.test_client()
    newcomer = {"name": "Wren Early", "email": "wren@example.org", "password": people.PASSWORD}
    other = {"email": "beatriz@example.com", "current": site.password}
    assert browser.post("/register", data=newcomer, base_url=site.address).status_code == 303
    assert browser.post("/reset", data={"email": helper.email}, base_url=site.address).status_code == 303
    signed_in = browser.post("/login", data={"email": author.email, "password": author.password}, base_url=site.address)
    assert signed_in.status_code == 303
    asked = browser.post("/account/email", data=other, base_url=site.address)
    assert asked.status_code == 303, asked.text
    with site.app.app_context():
        way_out = f"/unsubscribe/{unsubscribe_token(author.id, 'own')}"
    letters = {"confirm": newcomer["email"], "reset": helper.email, "change_email": other["email"]}
    found = {name: site.link_in_letter(to).removeprefix(site.address) for name, to in letters.items()}
    return {**found, "unsubscribe": way_out}


def newest_of(site: Site, title: str) -> int:
    """Return the number of the newest thread of this title."""
    with site.app.app_context():
        key = db.session.scalar(select(func.max(Contribution.id)).where(Contribution.title == title))
    assert key is not None, title
    return key


def answers_to(site: Site, question: int) -> list[int]:
    """Return the numbers of the answers to a question, the oldest first."""
    with site.app.app_context():
        return list(db.session.scalars(select(Answer.id).where(Answer.thread_id == question).order_by(Answer.id)))
