"""The words that came up after a community's first weeks and that others took up: who wrote them, and when."""

import re
from array import array
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from insights.snapshot import Post

WEEK = 7 * 24 * 3600.0
# What is said in the first weeks is the founders': being early with it is no merit.
BEGINNING = 2 * WEEK
LEAST_ADOPTERS = 5
# How likely a word may be to have come up so late by luck.
LUCK = 0.001
# A word that more than this share of all members use is no news.
COMMON = 0.25
# Words of a post beyond these are not looked at: quoted logs are long.
LONGEST = 150
WORD = re.compile(r"[^\W\d_][\w'\u2019-]*\w")


class Uses(NamedTuple):
    """Which post holds which new term: `post` and `term` are places in `posts` and `terms`, in the order of time.

    `author` holds a place in `members` for each post, `week` the week of each post.
    """

    posts: list[Post]
    members: Any
    author: Any
    week: Any
    terms: list[str]
    post: Any
    term: Any


def new_terms(posts: Iterable[Post]) -> Uses:
    """Return the uses of terms (words and pairs of words) that came up late and that enough members took up.

    Posts of staff and of nobody are left out: they lead no customer.
    """
    kept = sorted((post for post in posts if post.author is not None and not post.staff), key=lambda one: one.at)
    members, author = np.unique([post.author for post in kept], return_inverse=True)
    number: dict[str, int] = {}
    post_of, term_of = array("i"), array("i")
    for place, post in enumerate(kept):
        for term in _terms(f"{post.title}\n{post.body}"):
            post_of.append(place)
            term_of.append(number.setdefault(term, len(number)))
    at = np.array([post.at for post in kept])
    week = ((at - at[0]) // WEEK).astype(np.int64) if len(at) else at.astype(np.int64)
    used = Uses(kept, members, author, week, list(number), np.frombuffer(post_of, "i"), np.frombuffer(term_of, "i"))
    return _qualified(used, at) if kept else used


def _terms(text: str) -> set[str]:
    words = [word.lower() for word in WORD.findall(text)[:LONGEST]]
    return {word for word in words if len(word) > 2} | {f"{one} {other}" for one, other in pairwise(words)}


def _qualified(uses: Uses, at: Any) -> Uses:
    """Keep the terms that came up after the beginning and that not too few and not too many members used."""
    first = np.full(len(uses.terms), np.inf)
    np.minimum.at(first, uses.term, at[uses.post])
    users = len(uses.members)
    pairs = np.unique(uses.term.astype(np.int64) * users + uses.author[uses.post])
    adopters = np.bincount(pairs // users, minlength=len(uses.terms))
    most = max(COMMON * users, LEAST_ADOPTERS)
    # A word that was always around, and seldom used, would have kept out of the first posts by luck alone.
    luck = (1.0 - np.searchsorted(at, first) / len(at)) ** adopters
    good = (first > at[0] + BEGINNING) & (adopters >= LEAST_ADOPTERS) & (adopters <= most) & (luck < LUCK)
    held = good[uses.term]
    names = [uses.terms[place] for place in np.flatnonzero(good)]
    number = np.cumsum(good) - 1
    return uses._replace(terms=names, post=uses.post[held], term=number[uses.term[held]])


def first_uses(term: Any, author: Any, users: int) -> tuple[Any, Any, Any]:
    """Return the first use of each term by each of its users: places in the order of time, terms and users."""
    keys, place = np.unique(term.astype(np.int64) * users + author, return_index=True)
    return place, keys // users, keys % users


def ahead_of(term: Any, place: Any) -> tuple[Any, Any]:
    """Return for each first use the share of the other adopters who came later, 0 to 1, and how many adopted.

    Check value: of three adopters the first has 1.0, the second 0.5, the last 0.0.
    """
    order = np.lexsort((place, term))
    sorted_terms = term[order]
    begins = np.flatnonzero(np.r_[True, sorted_terms[1:] != sorted_terms[:-1]]) if len(order) else order
    sizes = np.diff(np.r_[begins, len(order)])
    rank = np.arange(len(order)) - np.repeat(begins, sizes)
    adopters = np.repeat(sizes, sizes)
    share, many = np.empty(len(order)), np.empty(len(order), dtype=np.int64)
    share[order] = 1.0 - rank / np.maximum(adopters - 1, 1)
    many[order] = adopters
    return share, many
