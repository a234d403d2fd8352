"""Turns Markdown into safe HTML and into plain text; done once, when something is written.

What does the work is loaded by the first text: processes in which people only read never need it.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from html import unescape
from typing import Any

from markupsafe import Markup

LINKS = "nofollow ugc noopener"
LEFT_OUT = {"map", "area", "article", "aside", "header", "footer", "nav", "hgroup", "figure"}
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title"},
    "code": {"class"},
    "div": {"class"},
    "span": {"class"},
    "ol": {"start"},
    "th": {"align"},
    "td": {"align"},
    "img": {"src", "alt", "title", "loading"},
}
# Nesting past this depth carries no meaning for a reader and makes a parser slow.
DEEPEST = 12


def render(markdown: str, people: Mapping[str, int] | None = None) -> str:
    """Return safe HTML for Markdown. HTML in the source is shown as text, never trusted.

    `people` are the members whom a plain @name can mean: case-folded name to id.
    """
    import nh3

    from core import mentions

    return nh3.clean(
        _parser().render(markdown, {mentions.PEOPLE: people or {}}),
        tags=nh3.ALLOWED_TAGS - LEFT_OUT,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=LINKS,
    )


def mentioned(markdown: str, people: Mapping[str, int] | None = None) -> list[tuple[int, str]]:
    """Return the members whom a text names, each once, as (id, name as written)."""
    from core import mentions

    return mentions.mentioned(markdown, _parser(), people)


def plain_text(html: str) -> str:
    """Return the words of rendered HTML, one space between blocks."""
    import nh3

    spaced = re.sub(r"<(?:/(?:p|li|h[1-6]|pre|blockquote|td|th|tr|div)|br|hr)\b[^>]*>", " ", html)
    return re.sub(r"\s+", " ", unescape(nh3.clean(spaced, tags=set()))).strip()


def excerpt(text: str, length: int = 220) -> str:
    """Return the beginning of a plain text, cut between words, at most `length` characters and an ellipsis."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(",;:.-") + "…"


def as_markup(html: str) -> Markup:
    """Mark HTML that `render` made as safe for templates; nothing else may be passed."""
    return Markup(html)  # noqa: S704


@lru_cache(maxsize=1)
def _parser() -> Any:
    from core.markdown import make_parser

    return make_parser()
