"""Turns Markdown into safe HTML and into plain text; done once, when something is written."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import unescape

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape

from core import mentions
from core.highlighting import highlighted

LINKS = "nofollow ugc noopener"
TAGS = nh3.ALLOWED_TAGS - {"map", "area", "article", "aside", "header", "footer", "nav", "hgroup", "figure"}
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
    return nh3.clean(
        _parser().render(markdown, {mentions.PEOPLE: people or {}}),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=LINKS,
    )


def mentioned(markdown: str, people: Mapping[str, int] | None = None) -> list[tuple[int, str]]:
    """Return the members whom a text names, each once, as (id, name as written)."""
    return mentions.mentioned(markdown, _parser(), people)


def plain_text(html: str) -> str:
    """Return the words of rendered HTML, one space between blocks."""
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
def _parser() -> MarkdownIt:
    parser = MarkdownIt(
        "commonmark",
        {"html": False, "linkify": True, "maxNesting": DEEPEST, "highlight": _highlight, "langPrefix": "language-"},
    )
    parser.enable(["table", "strikethrough", "linkify"])
    parser.add_render_rule("image", _image)
    parser.core.ruler.push("mentions", mentions.link_names)
    parser.core.ruler.push("corners", _empty_corners)
    return parser


def _empty_corners(state: StateCore) -> None:
    """Make plain cells of empty headers, which head nothing and are read out as such."""
    for opening, inside, closing in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if opening.type == "th_open" and not inside.content.strip():
            opening.tag = closing.tag = "td"


def _image(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _environment: EnvType
) -> str:
    """Show pictures of our own; link foreign ones, because loading them would tell another server who reads."""
    source, text = str(tokens[index].attrGet("src") or ""), escape(tokens[index].content)
    if source.startswith("/files/"):
        return f'<img src="{escape(source)}" alt="{text}" loading="lazy">'
    return f'<a href="{escape(source)}">{text or escape(source)}</a>'


def _highlight(code: str, language: str, _attributes: str) -> str:
    return highlighted(code, language)
