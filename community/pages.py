"""Puts together what the forum's pages show."""

from functools import lru_cache
from typing import Any

from flask import url_for
from sqlalchemy import Row, select

from accounts.viewers import Standing, Viewer
from community.duplicates.related import related_threads
from community.policies import may_accept, may_make_official, may_share
from community.queries import answers_page, cursor_at, question_row, question_state, questions_page
from contributions.addresses import key_of, tag_address
from contributions.lists import Card, Filter, card
from contributions.models import Space, State, Tag
from contributions.policies import may_reply
from contributions.posts import Link, Post, Thread, post, thread, with_comments
from contributions.resuming.reading import note_reading, resume_line
from contributions.rows import comments_below, own_state
from contributions.subjects import subject_link
from contributions.visibility import readable_by, typical
from core.database import read
from core.pages import ago, short_number
from core.paging import AnySelect, Cursor
from core.translation import gettext as _
from core.translation import ngettext

POPULAR_TAGS = 24


def question_page(viewer: Viewer, key: int, order: str, page_key: str | None, at: str | None) -> dict[str, Any]:
    """Return what the page of a question shows, in at most six statements. Raises NotFound and CursorError."""
    question = question_row(viewer, key)
    cursor = Cursor.decode(page_key, 3 if order == "best" else 2) if page_key else None
    page = answers_page(viewer, question, order, cursor)
    asked_for = key_of(at)
    if asked_for and page.after and asked_for not in {row.id for row in page.rows}:
        cursor = cursor_at(viewer, question, asked_for)
        if cursor:
            order, page = "best", answers_page(viewer, question, "best", cursor)
    hosts = [question, *page.rows]
    # Whoever is signed in may also see comments that do not count: their own deleted ones, or as a moderator all.
    with_comments_below = [row.id for row in hosts if row.comment_count or viewer.signed_in]
    comments = comments_below(viewer, with_comments_below, asked_for)
    shown_keys = [row.id for row in hosts] + [row.id for below in comments.values() for row in below]
    votes, follows = own_state(viewer, shown_keys)
    note_reading(viewer, question.id, shown_keys)
    asked = thread(viewer, question, votes, question.id in follows, question_state(question))
    answers = [_answer(viewer, question, asked, row, votes) for row in page.rows]
    related = related_threads(viewer, question)
    for shown, row in zip([asked, *answers], hosts, strict=True):
        with_comments(
            shown, row, [post(viewer, c, votes, f"{asked.url}?at={c.id}#c{c.id}") for c in comments.get(row.id, ())]
        )
    return {
        "thread": asked,
        "answers": answers,
        "answers_count": question.reply_count,
        "answers_text": ngettext("%(num)s answer", "%(num)s answers", question.reply_count),
        "orders": _orders(asked, order) if question.reply_count > 1 else [],
        "pager": page.links(asked.url if order == "best" else f"{asked.url}?order={order}", "#answers"),
        "resume": resume_line(question),
        "official": _official(question, asked, page.rows),
        "answer_form": _answer_form(viewer, question, asked),
        "crumbs": [(_("Questions"), "/questions"), (question.space_name, f"/spaces/{question.space_slug}")],
        "product": Link(question.product_name, f"/products/{question.product_slug}") if question.product_slug else None,
        "subject": subject_link(question.subject),
        "sharing": _sharing(viewer, question),
        "related": related,
        **({"canonical": related.canonical} if related.canonical else {}),
        "sign_in_url": "" if viewer.signed_in else url_for("security.login", next=asked.url),
    }


def _answer(viewer: Viewer, question: Row[Any], asked: Thread, row: Row[Any], votes: dict[int, int]) -> Post:
    shown = post(viewer, row, votes, f"{asked.url}?at={row.id}#p{row.id}")
    shown.accepted = row.id == question.accepted_answer_id
    shown.official = row.id == question.official_answer_id
    if shown.accepted and question.accepted_at:
        shown.accepted_text = _by(question.accepted_by, ago(question.accepted_at))
    if shown.official and question.official_at:
        shown.official_text = _by(question.official_by, ago(question.official_at))
    stands = row.state == State.PUBLISHED and not row.concealed
    if stands and may_accept(viewer, question):
        shown.can["accept"] = f"/answers/{row.id}/accept{'?value=no' if shown.accepted else ''}"
    if stands and may_make_official(viewer, question, row, question.guest):
        shown.can["official"] = f"/answers/{row.id}/official{'?value=no' if shown.official else ''}"
    return shown


def _by(name: str | None, when: str) -> str:
    return _("by %(name)s, %(when)s", name=name, when=when) if name else when


def _orders(asked: Thread, order: str) -> list[dict[str, Any]]:
    names = {"best": _("Best first"), "newest": _("Newest"), "oldest": _("Oldest")}
    return [
        {"url": f"{asked.url}?order={key}#answers", "text": text, "current": key == order}
        for key, text in names.items()
    ]


def _official(question: Row[Any], asked: Thread, shown: Any) -> dict[str, str] | None:
    """Point to the official answer, unless it comes first anyway."""
    key = question.official_answer_id
    if key is None or (shown and shown[0].id == key):
        return None
    text = _("%(name)s has marked an official answer.", name=question.official_by or _("Staff"))
    return {"text": text, "url": f"{asked.url}?at={key}#p{key}"}


def _sharing(viewer: Viewer, question: Row[Any]) -> dict[str, Any]:
    """Say how many have a question, with the deed of having it too where it is open to the viewer."""
    may = bool(may_share(viewer, question)) if viewer.signed_in else False
    return {
        "url": f"/questions/{question.id}/shared{'?value=no' if question.shared else ''}" if may else None,
        "shared": question.shared,
        "text": having_text(question.shared_count),
    }


def having_text(shared_count: int) -> str:
    """Say how many have a question besides whoever asked it; nothing where nobody has."""
    if not shared_count:
        return ""
    return ngettext("%(num)s more has this", "%(num)s more have this", shared_count)


def _answer_form(viewer: Viewer, question: Row[Any], asked: Thread) -> dict[str, Any] | None:
    if not viewer.signed_in or not may_reply(viewer, question):
        return None
    return {
        "action": f"/questions/{question.id}/answers",
        "draft_url": f"/drafts/answer:{question.id}",
        "preview_url": "/preview",
        "body": question.begun["body"] if question.begun else "",
        "error": None,
        "url": asked.url,
    }


def question_card(row: Row[Any]) -> Card:
    """Make the card of a question."""
    shown = card(row, question_state(row), row.official_answer_id is not None)
    shown.having_text = having_text(row.shared_count)
    return shown


def cards_page(
    viewer: Viewer, order: str, chosen: Filter, page_key: str | None, base: str, **options: Any
) -> tuple[list[Card], dict[str, str | None]]:
    """Return the cards of one page of questions and its pager: one statement. Raises CursorError."""
    page = questions_page(viewer, order, chosen, Cursor.decode(page_key, 2) if page_key else None, **options)
    cards = [question_card(row) for row in page.rows]
    return cards, page.links(base)


def spaces_aside(viewer: Viewer, current: int | None = None) -> list[dict[str, Any]]:
    """Return the spaces that a viewer may read, with the number of threads in each: one statement."""
    rows = read(_readable_spaces(viewer.standing), {"viewer_id": viewer.id})
    return [
        {
            "url": f"/spaces/{row.slug}",
            "name": row.name,
            "count": short_number(row.thread_count),
            "current": row.id == current,
        }
        for row in rows
    ]


@lru_cache(maxsize=32)
def _readable_spaces(standing: Standing) -> AnySelect:
    columns = (Space.id, Space.name, Space.slug, Space.thread_count)
    return select(*columns).where(readable_by(typical(standing))).order_by(Space.position, Space.id)


def popular_tags(limit: int = POPULAR_TAGS) -> list[Link]:
    """Return the tags that most public threads carry: one statement."""
    rows = read(_popular_tags(limit))
    return [Link(row.name, tag_address(row.name), short_number(row.public_count)) for row in rows]


@lru_cache(maxsize=8)
def _popular_tags(limit: int) -> AnySelect:
    statement = select(Tag.name, Tag.public_count).where(Tag.public_count > 0)
    return statement.order_by(Tag.public_count.desc(), Tag.name).limit(limit)
