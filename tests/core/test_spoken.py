"""Every page and mail in a language that is made up: what is not in brackets was never given to translators.

Members write in Greek here, so that whatever is Latin is ours.
"""

import html
import re
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from accounts.mailing import queue_mail
from accounts.models import Member, Role
from community.accepting import accept_answer
from community.clubs.schemas import NoteDraft, ReviewDraft
from community.clubs.writing import note_down, review_product
from community.exercises.leading import open_exercise
from community.exercises.schemas import ExerciseDraft
from community.knowledge.growing import grow_page
from community.knowledge.schemas import SuggestedEdit
from community.knowledge.suggesting import suggest_edit
from community.models import Question
from community.owners.models import Ownership
from contributions import drafting, taking_down
from contributions.guests.schemas import TermDraft
from contributions.guests.terms import name_guest
from contributions.models import Space
from contributions.schemas import SavedDraft
from core.application import Atrium
from core.clock import now
from core.database import db, unit_of_work
from core.pseudo import ACCENTED
from core.translation import speaking
from tests import factories
from tests.browser.pages import ADMINISTRATOR, MEMBER, MODERATOR, PAGES, SIGNED_OUT, STAFF
from tests.people import Person, make_person

pytestmark = pytest.mark.once
SPEECH = {"Accept-Language": ACCENTED}
WORDS = "Γιατί τρέμει η βελόνα το μεσημέρι;"
# What is not said in any language: names that are the same everywhere, addresses, keys, and the maker's own example.
OURS = re.compile(
    r"\S+@\S+|https?://\S+|/\S+|\bAtrium\b|\bUTC\b|\d+ (?:November|Nov) \d+|\bAtom\b|\bEsc\b|\bEnter\b|\bKB\b|\bkB\b|[\w-]+:[\w.<>-]*|\b[a-z0-9-]+\.\w{2,4}\b"
)
# Languages name themselves, and time zones are known by the name of a city.
NAMES = re.compile(
    r'<button[^>]*\slang="[^"]*"[^>]*>[^<]*<|<select[^>]*name="(?:language|zone)".*?</select>', re.DOTALL
)
ATTRIBUTES = re.compile(
    r'\s(?:aria-label|title|placeholder|alt|data-[\w-]*(?:confirm|failed|saved|show|hide))="([^"]*)"'
)
UNTRANSLATED = re.compile(r"[A-Za-z]{3,}")


def plain_words(page: str) -> list[str]:
    """Return what a page says past the catalogues."""
    page = re.sub(r"<(script|style|svg|code|kbd|pre)\b.*?</\1>", " ", page, flags=re.DOTALL)
    page = NAMES.sub(" <", re.split(r"<body[^>]*>", page)[-1])
    said = [html.unescape(words) for words in ATTRIBUTES.findall(page)]
    said.append(html.unescape(re.sub(r"<[^>]*>", " ", page)))
    found = []
    for words in said:
        while (fewer := re.sub(r"\[[^\[\]]*\]", " ", words)) != words:
            words = fewer  # noqa: PLW2901
        found += [line.strip() for line in OURS.sub(" ", words).splitlines() if UNTRANSLATED.search(line)]
    return found


def people() -> dict[str, Person]:
    roles = {
        MEMBER: Role.NONE, STAFF: Role.STAFF, MODERATOR: Role.MODERATOR, ADMINISTRATOR: Role.ADMINISTRATOR,
    }  # fmt: skip
    names = dict(zip(roles, ("Άννα", "Βασίλης", "Γαλάτεια", "Δήμος"), strict=True))
    return {reader: make_person(names[reader], held, email=f"p{held}@example.org") for reader, held in roles.items()}


def landmarks(who: dict[str, Person]) -> dict[str, Any]:
    author, helper = who[MEMBER], who[STAFF]
    group = factories.make_group("Κύκλος", author)
    space = factories.make_space("Όργανα", description="Για όλους")
    closed = factories.make_space("Κλειστό", "group", group)
    asked = factories.ask(author, space, WORDS, body=WORDS, tags=["βελόνα"])
    best, hidden = (factories.answer(helper, asked, f"{WORDS} {number}") for number in "12")
    removed, quiet = (factories.ask(author, space, f"{WORDS} {number}", body=WORDS) for number in "34")
    talk = factories.discuss(author, closed, WORDS, body=WORDS)
    factories.remark(author, best, "Ευχαριστώ πολύ.")
    with unit_of_work():
        accept_answer(author.viewer, best.id, True)
        taking_down.hide(who[MODERATOR].viewer, hidden.id, "Αγενές")
        taking_down.delete(author.viewer, removed.id)
        drafting.save_draft(author.viewer, "ask", SavedDraft(title=WORDS, body=WORDS, tags=""))
    made = {"asked": asked, "best": best, "hidden": hidden, "removed": removed, "quiet": quiet, "discussion": talk}
    places = {"space": space.slug, "closed_space": closed.slug, "group": group.id, "author": author.id}
    made |= rooms(who, space, asked)
    product = {"product": "ανεμόμετρο"}
    return {name: thing.id for name, thing in made.items()} | places | product | {"question": asked.id, "gone": 999}


def rooms(who: dict[str, Person], space: Space, asked: Question) -> dict[str, Any]:
    """Fill what stands beside the questions."""
    author, staff = who[MEMBER].viewer, who[STAFF].viewer
    product = factories.make_product("Ανεμόμετρο", space)
    owned: dict[str, Any] = {"state": "verified", "arm": "pack", "claimed_at": now(), "verified_at": now()}
    db.session.add(Ownership(product_id=product.id, member_id=author.id, **owned))
    db.session.commit()
    square = ExerciseDraft(title=WORDS, body=WORDS, space=space.id, rows=["Πρωί", "Βράδυ"], columns=["Έξω", "Μέσα"])
    today = now().date()
    term = TermDraft(spaces=[space.id], begins=today, until=today, reason="Ξέρει")
    with speaking(ACCENTED), unit_of_work():
        article = grow_page(staff, asked.id)
    with unit_of_work():
        suggested = suggest_edit(author, article.id, SuggestedEdit(title=WORDS, body=WORDS, comment="Πιο σύντομο"))
    with unit_of_work():
        review = review_product(author, product, ReviewDraft(rating=2, title=WORDS, body=WORDS))
    with unit_of_work():
        note = note_down(author, product, NoteDraft(about="reason", title=WORDS))
    with unit_of_work():
        exercise, asked_guest = open_exercise(staff, square), name_guest(staff, author.id, term)
    named = {"exercise": exercise, "review": review, "note": note, "term": asked_guest}
    return {"article": article, "suggestion": suggested, **named}


def test_every_page_speaks_the_language_of_its_reader(app: Atrium, spoken: None, worker: Any) -> None:
    who = people()
    marks = landmarks(who)
    worker()
    clients = {reader: factories.sign_in(app.test_client(), person) for reader, person in who.items()}
    clients[SIGNED_OUT] = app.test_client()
    faults = {}
    for shown in PAGES:
        path = shown.path
        # Pages of letters are looked at where letters are; those for staff who design and for programmers speak English.
        if shown.endpoint in {"home.styleguide", "api.reference"} or any(
            f"{{{name}}}" in path for name in LETTERS | IDEAS | MUSEUMS
        ):
            continue
        path = path.format(**marks)
        client = clients[shown.reader]
        answer = client.open(
            path, method="POST" if shown.sends else "GET", headers=SPEECH, follow_redirects=not shown.sends
        )
        assert answer.status_code < 500, path
        if answer.mimetype == "text/html" and answer.status_code // 100 != 3:
            assert answer.headers["Content-Language"] == ACCENTED, path
            assert f'<html lang="{ACCENTED}" dir="ltr"' in answer.text, path
            found = plain_words(answer.text)
            if found:
                faults[str(shown)] = found[:6]
    assert not faults, "\n".join(f"{page}: {words}" for page, words in faults.items())
    assert UNTRANSLATED.search(plain_words(clients[SIGNED_OUT].get("/questions").text)[0])


# Pages of what stands among the ideas say what their forms and lists say.
IDEAS = {"area", "budget", "contest", "idea", "initiative", "mixture", "promise", "promiser", "release", "round"}
IDEAS |= {"decided", "entry", "service", "story", "version", "won"}
# So do those of museums, whose texts speak a language of their own.
MUSEUMS = {"museum", "work", "picture", "floor", "tour", "guide"}
LETTERS = {"confirm", "reset", "change_email", "unsubscribe"}


def test_every_mail_speaks_the_language_of_its_receiver(app: Atrium, spoken: Any, worker: Any) -> None:
    anna = make_person("Άννα", language=ACCENTED, email="anna@example.org")
    pending = make_person("Όλγα", language=ACCENTED, confirmed_at=None, email=None, pending_email="olga@example.org")
    member = db.session.get_one(Member, anna.id)
    member.pending_email = "new@example.org"
    for purpose in (
        "help",
        "email-change-asked",
        "email-changed",
        "password-changed",
        "takeout-ready",
        "erasure-asked",
        "factor-changed",
    ):
        queue_mail(purpose, "anna@example.org", member)
    queue_mail("change-email", "new@example.org", member)
    queue_mail("confirm", "olga@example.org", db.session.get_one(Member, pending.id))
    space = factories.make_space("Όργανα")
    asked = factories.ask(anna, space, WORDS, body=WORDS)
    factories.answer(make_person("Βασίλης", email="b@example.org"), asked, WORDS)
    worker()
    letters = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in _mails(app)]
    assert len(letters) == 10
    for letter in letters:
        parts = [letter["Subject"], letter.get_body(("html",)).get_content(), letter.get_body(("plain",)).get_content()]
        assert not [words for part in parts for words in plain_words(part)], letter["Subject"]
        assert f'lang="{ACCENTED}"' in parts[1]


def _mails(app: Atrium) -> list[Path]:
    return sorted((app.extensions["settings"].home / "mail").glob("*.eml"))
