"""Names after an @ in Markdown: which members a text means, and plain names turned into links to them.

A name is meant for sure by a link such as [@Ana](/members/7), which is what the editor inserts. A plain @Ana is only
understood where the caller says whom it can mean.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

OWN_PAGE = re.compile(r"/members/([1-9]\d{0,17})\Z")
PEOPLE = "people"
Known = Mapping[str, int]


def mentioned(markdown: str, parser: MarkdownIt, known: Known | None = None) -> list[tuple[int, str]]:
    """Return the members whom a text names, each once and in its order, as (id, name as written without the @)."""
    found: dict[int, str] = {}
    for token in parser.parse(markdown, {PEOPLE: known or {}}):
        for key, name in _links(token.children or []):
            found.setdefault(key, name)
    return list(found.items())


def link_names(state: StateCore) -> None:
    """Turn plain names in running text into links; a rule for the parser, which leaves code and links alone."""
    known: Known = state.env.get(PEOPLE) or {}
    if not known:
        return
    split = _splitter(tuple(sorted(known, key=len, reverse=True)))
    for block in state.tokens:
        if block.type == "inline" and block.children and "@" in block.content:
            block.children = list(_linked(block.children, known, split))


def _linked(tokens: list[Token], known: Known, split: Callable[[str], list[str]]) -> Iterator[Token]:
    inside = 0
    for token in tokens:
        inside += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type != "text" or inside or "@" not in token.content:
            yield token
            continue
        for number, part in enumerate(split(token.content)):
            if number % 2:
                yield Token("link_open", "a", 1, attrs={"href": f"/members/{known[part[1:].casefold()]}"})
                yield _text(part)
                yield Token("link_close", "a", -1)
            elif part:
                yield _text(part)


@lru_cache(maxsize=256)
def _splitter(names: tuple[str, ...]) -> Callable[[str], list[str]]:
    """Return what parts a text at the names, so that every second part is one; longer names come first."""
    pattern = re.compile(rf"(?<![\w@./])(@(?:{'|'.join(map(re.escape, names))}))(?!\w)", re.IGNORECASE)

    def split(text: str) -> list[str]:
        parts = pattern.split(text)
        # Letters that change their number when case is folded could give a name that is not known.
        return parts if all(part[1:].casefold() in names for part in parts[1::2]) else [text]

    return split


def _links(tokens: list[Token]) -> Iterator[tuple[int, str]]:
    for opening, inner in pairwise(tokens):
        if opening.type == "link_open" and inner.type == "text" and inner.content.startswith("@"):
            page = OWN_PAGE.match(str(opening.attrGet("href") or ""))
            if page:
                yield int(page[1]), inner.content[1:]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
