"""The Markdown of the house: which marks it has, and what they become."""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from core import mentions
from core.markup import DEEPEST


def make_parser() -> MarkdownIt:
    """Return what reads Markdown."""
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
    if not language or len(code) > 20_000:
        return str(escape(code))
    try:
        lexer = get_lexer_by_name(language.split(maxsplit=1)[0])
    except ClassNotFound:
        return str(escape(code))
    return highlight(code, lexer, HtmlFormatter(nowrap=True))
