"""Turns the HTML of another forum into our Markdown. What has none is kept as text; scripts and styles are not."""

from collections.abc import Callable
from html.parser import HTMLParser

from contributions.importing.markdown_blocks import (
    BREAK,
    MARKS,
    SPACES,
    Block,
    address_of_link,
    escaped,
    fenced,
    quoted,
)
from core.markup import DEEPEST

SILENT = frozenset({"script", "style", "template", "noscript", "iframe", "object", "head"})
CODES = frozenset({"pre", "code", "kbd", "samp", "tt"})
CONTAINERS = frozenset({"ul", "ol", "li", "blockquote", "table"})
HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
ENDS_TEXT = frozenset(
    {"p", "div", "section", "dl", "dt", "dd", "figure", "figcaption", "details", "summary", "hr", *HEADINGS}
)
Attributes = dict[str, str]


def to_markdown(html: str) -> str:
    """Return Markdown that reads as this HTML does. Anything may be passed; nothing that it says is trusted later."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.result()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks = [Block("")]
        self.too_deep = 0
        self.silent = ""
        self.code: list[str] | None = None
        self.code_opened: tuple[str, Attributes] = ("", {})

    @property
    def here(self) -> Block:
        """The innermost container that is open."""
        return self.blocks[-1]

    def result(self) -> str:
        """Close whatever is open, and return the whole."""
        self._end_code()
        while len(self.blocks) > 1:
            self._close_last()
        return self.here.closed()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the beginning of an element."""
        given = {name: value or "" for name, value in attrs}
        if self.silent:
            return
        if self.code is not None:
            if tag == "code":
                self.code_opened = (self.code_opened[0], self.code_opened[1] | given)
            elif tag == "br":
                self.code.append("\n")
        elif tag in SILENT:
            self.silent = tag
        elif tag in CODES:
            self.code, self.code_opened = [], (tag, given)
        elif tag in CONTAINERS:
            self._open(tag, given)
        else:
            self._begin(tag, given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element without content."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Take the end of an element."""
        if self.silent:
            self.silent = "" if tag == self.silent else self.silent
        elif self.code is not None:
            if tag == self.code_opened[0]:
                self._end_code()
        elif tag in CONTAINERS:
            self._close(tag)
        elif tag in MARKS:
            self.here.end_mark(MARKS[tag])
        elif tag == "a":
            self.here.end_link()
        elif tag in {"td", "th"}:
            self.here.end_cell()
        elif tag == "tr":
            self.here.end_row()
        elif tag in ENDS_TEXT:
            self.here.end_text()

    def handle_data(self, data: str) -> None:
        """Take text."""
        if self.code is not None:
            self.code.append(data)
        elif not self.silent:
            self.here.say(escaped(SPACES.sub(" ", data)))

    def _begin(self, tag: str, given: Attributes) -> None:
        here = self.here
        begun: dict[str, Callable[[], None]] = {
            "a": lambda: here.begin_link(address_of_link(given.get("href", ""))),
            "br": lambda: here.line.append(BREAK),
            "img": lambda: here.picture(given.get("alt", ""), address_of_link(given.get("src", ""))),
            "td": here.begin_cell,
            "th": here.begin_cell,
        }
        if tag in MARKS:
            here.begin_mark(MARKS[tag])
        elif tag in begun:
            begun[tag]()
        elif tag in ENDS_TEXT:
            here.end_text()
            here.heading = HEADINGS.get(tag, "")
            if tag == "hr":
                here.parts.append("---")

    def _open(self, tag: str, given: Attributes) -> None:
        if tag == "li" and self.here.tag == "li":
            self._close_last()
        if len(self.blocks) > DEEPEST or self.here.tag == "table":
            self.too_deep += 1
            return
        self.here.end_text()
        first = ">" if tag == "blockquote" else self.here.next_item() if tag == "li" else ""
        start = given.get("start", "")
        number = (int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 1) if tag == "ol" else None
        self.blocks.append(Block(tag, first, number))

    def _close(self, tag: str) -> None:
        if self.too_deep and tag != self.here.tag:
            self.too_deep -= 1
        elif any(block.tag == tag for block in self.blocks):
            while self._close_last() != tag:
                pass

    def _close_last(self) -> str:
        block = self.blocks.pop()
        if text := block.closed():
            self.here.parts.append(text)
        return block.tag

    def _end_code(self) -> None:
        if self.code is None:
            return
        text, (tag, given) = "".join(self.code), self.code_opened
        self.code = None
        if tag == "pre" and self.here.tag != "table":
            self.here.end_text()
            self.here.parts.append(fenced(text, given.get("class", "")))
        else:
            self.here.line.append(quoted(text))
