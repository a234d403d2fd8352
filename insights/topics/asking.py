"""What do customers say about …? The passages of their threads that are nearest to a question, in their own words."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import select, type_coerce

from accounts.models import EMPLOYEES, Member
from accounts.people import Person, person
from accounts.viewers import Viewer
from contributions.kinds import KINDS, thread_kinds
from contributions.models import Contribution
from contributions.similarity.describing import Words
from contributions.similarity.finding import similar_to
from contributions.visibility import listed_to
from core.database import Key, read
from core.markup import excerpt, plain_text
from core.pages import ago, full_time, iso
from core.search.analysis import STOP_WORDS
from insights.running import latest_run_id
from insights.topics.models import Topic, TopicFound, TopicThread

MOST = 12
OF_EACH_KIND = 12
# Nearness from which a thread is about what is asked; below it, what is found is mostly about something else.
NEAR = 0.35
SENTENCE = re.compile(r"(?<=[.!?…。\uff01\uff1f])\s+")
LONGEST = 320


class Passage(NamedTuple):
    """What a customer said, where, when, and in which topic."""

    title: str
    url: str
    text: str
    kind: str
    author: Person | None
    at: tuple[str, str, str]
    topic: str
    topic_url: str


def passages_about(viewer: Viewer, question: str) -> list[Passage]:
    """Return what customers wrote about something, nearest first, as far as a viewer may see it."""
    found = {
        one.id: one.score
        for kind in thread_kinds()
        for one in similar_to(viewer, kind, Words(question, ""), OF_EACH_KIND, NEAR)
    }
    best = sorted(found, key=lambda key: (-found[key], key))
    rows = {row.id: row for row in _rows(viewer, best)} if best else {}
    wanted = _wanted(question)
    return [_passage(rows[key], wanted) for key in best if key in rows][:MOST]


def _rows(viewer: Viewer, keys: Sequence[int]) -> Sequence[Any]:
    wanted = ("id", "kind", "title", "html", "created_at", "author_id", "author_roles")
    columns = [Contribution.__table__.c[name] for name in wanted]
    by_staff = type_coerce(Contribution.author_roles, Key).bitwise_and(int(EMPLOYEES)) != 0
    statement = (
        select(*columns, Member.name, TopicThread.topic_id, Topic.name.label("called"), TopicFound.label)
        .outerjoin(Member, Member.id == Contribution.author_id)
        .outerjoin(
            TopicThread,
            (TopicThread.contribution_id == Contribution.id) & (TopicThread.run_id == latest_run_id()),
        )
        .outerjoin(Topic, Topic.id == TopicThread.topic_id)
        .outerjoin(TopicFound, (TopicFound.topic_id == Topic.id) & (TopicFound.run_id == TopicThread.run_id))
        .where(Contribution.id.in_(keys), listed_to(viewer), ~by_staff)
    )
    return read(statement, {"viewer_id": viewer.id}).all()


def _wanted(question: str) -> set[str]:
    return {word for word in re.findall(r"\w+", question.casefold()) if word not in STOP_WORDS}


def _passage(row: Any, wanted: set[str]) -> Passage:
    called = row.called or row.label or ""
    return Passage(
        row.title,
        KINDS[row.kind].address(row.id, row.title),
        nearest_sentences(plain_text(row.html), wanted),
        str(KINDS[row.kind].label),
        person(row.author_id, row.name, row.author_roles),
        (iso(row.created_at), ago(row.created_at), full_time(row.created_at)),
        called,
        f"/insights/topics/{row.topic_id}" if row.topic_id and called else "",
    )


def nearest_sentences(text: str, wanted: set[str]) -> str:
    """Return the sentence of a text that holds most of some words, with the one after it, cut to LONGEST characters."""
    sentences = SENTENCE.split(text)
    shared = [len(wanted & set(re.findall(r"\w+", sentence.casefold()))) for sentence in sentences]
    best = max(range(len(sentences)), key=lambda place: (shared[place], -place))
    return excerpt(" ".join(sentences[best : best + 2]), LONGEST)
