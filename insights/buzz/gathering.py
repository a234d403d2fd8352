"""Gathers what is spoken of and by whom: topics, products and brands, in posts of the house and mentions outside."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, select

from contributions.models import Space, Visibility
from contributions.products.models import Product
from contributions.products.threads import product_threads
from core.database import read
from insights.buzz.counting import Spoken
from insights.buzz.models import OutsideMention
from insights.sentiment import feeling
from insights.snapshot import Post, Snapshot
from insights.topics.models import TopicFound, TopicThread

# How far back series reach, how many subjects are followed at most, and who is heard before one is named.
SPAN = timedelta(days=365)
MOST = 60
FEWEST = 3
WORD = re.compile(r"\w+")
Outside = Row[Any]


@dataclass
class Subject:
    """Something that is spoken of, in the words of the database, and what was said of it."""

    key: str
    name: str = ""
    topic_id: int | None = None
    product_id: int | None = None
    spoken: list[Spoken] = field(default_factory=list)


def gather(snapshot: Snapshot, run_id: int) -> list[Subject]:
    """Return what at least three voices speak of, that of which most do first; nothing later than the snapshot."""
    since = snapshot.as_of - SPAN
    posts = [post for post in snapshot.posts if post.at >= since.timestamp()]
    outside = _outside(since, snapshot.as_of)
    products, topics = _products(), _topics(run_id)
    subjects = {f"p{key}": Subject(f"p{key}", product_id=key) for key in products}
    subjects |= {f"t{key}": Subject(f"t{key}", topic_id=key) for key in topics}
    meant = {row.about: _meant(row.about, products, topics, subjects) for row in outside}
    _hear_posts(posts, run_id, subjects)
    _hear_outside(outside, meant, subjects)
    heard = [one for one in subjects.values() if len({said.voice for said in one.spoken}) >= FEWEST]
    return sorted(heard, key=lambda one: (-len({said.voice for said in one.spoken}), one.key))[:MOST]


def _outside(since: datetime, until: datetime) -> Sequence[Outside]:
    spoken = select(*OutsideMention.__table__.c)
    return read(spoken.where(OutsideMention.created_at.between(since, until)).order_by(OutsideMention.id)).all()


def open_spaces() -> Select[int]:
    """Return the spaces that every member may read, whose products each of them may know of."""
    return select(Space.id).where(Space.visibility.in_((Visibility.PUBLIC, Visibility.MEMBERS)))


def _products() -> dict[int, str]:
    known = select(Product.id, Product.name).where(Product.space_id.in_(open_spaces()))
    return {row.id: row.name for row in read(known)}


def _topics(run_id: int) -> dict[int, frozenset[str]]:
    """Return the words of the topics that this run found."""
    found = select(TopicFound.topic_id, TopicFound.words).where(
        TopicFound.run_id == run_id, TopicFound.authors >= FEWEST
    )
    return {row.topic_id: _words(" ".join(row.words)) for row in read(found)}


def _words(text: str) -> frozenset[str]:
    return frozenset(WORD.findall(text.casefold()))


def _meant(
    about: str, products: dict[int, str], topics: dict[int, frozenset[str]], subjects: dict[str, Subject]
) -> str:
    """Return the key of what a mention is on: a product of that name, a topic of those words, or else a brand."""
    plain = " ".join(about.casefold().split())
    named = next((f"p{key}" for key, name in products.items() if name.casefold() == plain), None)
    words = _words(plain)
    key = named or next((f"t{key}" for key, known in topics.items() if words and words <= known), None)
    if key is None:
        key = f"b{hashlib.sha256(plain.encode()).hexdigest()[:16]}"
        subjects.setdefault(key, Subject(key, name=about))
    return key


def _hear_posts(posts: Sequence[Post], run_id: int, subjects: dict[str, Subject]) -> None:
    threads = _threads(run_id, subjects)
    brands = {one.name.casefold(): key for key, one in subjects.items() if one.name}
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, brands))})(?!\w)") if brands else None
    nameless = 2 * sum(post.author is None for post in posts) > len(posts)
    for post in posts:
        named = {brands[name] for name in pattern.findall(post.text.casefold())} if pattern else set()
        keys = threads.get(post.thread, set()) | named
        if keys:
            voice = f"m{post.author}" if post.author else f"c{post.id}" if nameless else "m"
            tone = feeling(post.text, post.language)
            said = Spoken(f"c{post.id}", voice, post.at, tone.score if tone else None, f"space {post.space}")
            for key in sorted(keys):
                subjects[key].spoken.append(said)


def _threads(run_id: int, subjects: dict[str, Subject]) -> dict[int, set[str]]:
    """Return what each thread is about."""
    found: dict[int, set[str]] = defaultdict(set)
    for thread, key in _pairs(run_id):
        if key in subjects:
            found[thread].add(key)
    return found


def _pairs(run_id: int) -> Iterator[tuple[int, str]]:
    for product_id, thread_id in read(product_threads()):
        yield thread_id, f"p{product_id}"
    topics = select(TopicThread.topic_id, TopicThread.contribution_id).where(TopicThread.run_id == run_id)
    for topic_id, thread_id in read(topics):
        yield thread_id, f"t{topic_id}"


def _hear_outside(outside: Sequence[Outside], meant: dict[str, str], subjects: dict[str, Subject]) -> None:
    nameless = 2 * sum(not row.author for row in outside) > len(outside)
    for row in outside:
        alone = f"o{row.id}" if nameless else ""
        voice = f"{row.site}\n{row.author or alone}"
        tone = feeling(row.text, row.language)
        said = Spoken(f"o{row.id}", voice, row.created_at.timestamp(), tone.score if tone else None, row.site)
        subjects[meant[row.about]].spoken.append(said)
