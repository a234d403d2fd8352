"""Pieces of Markdown that is being written: text that shows as itself, code, and containers with lines of text."""

import re
from urllib.parse import urlsplit

BREAK = "\\\n"
MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "del": "~~", "s": "~~", "strike": "~~"}
SPACES = re.compile(r"[ \t\r\n\f]+")
SPECIAL = re.compile(r"[\\`*\[\]|]|<(?=[\w/!?])|~(?=~)|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
AT_START = re.compile(r"^(#{1,6}(?=\s|$)|>|[-+=](?=\s|$|[-=])|\d{1,9}(?=[.)](?:\s|$)))", re.MULTILINE)
PLAIN_ADDRESS = re.compile(r"https?://[^\s\\`*\[\]<>|~]+")
LANGUAGE = re.compile(r"lang(?:uage)?-([\w+#-]{1,30})")
LONGEST_ADDRESS = 2000


def escaped(text: str) -> str:
    """Return a text as Markdown that shows just that text; bare addresses are left as they are, to become links."""
    parts: list[str] = []
    last = 0
    for found in PLAIN_ADDRESS.finditer(text):
        parts += [SPECIAL.sub(_guard, text[last : found.start()]), found[0]]
        last = found.end()
    return "".join([*parts, SPECIAL.sub(_guard, text[last:])])


def paragraph(text: str) -> str:
    """Return escaped text with the signs guarded that mean something where a line begins."""
    return AT_START.sub(lambda found: f"{found[1]}\\" if found[1].isdigit() else f"\\{found[1]}", text)


def fenced(code: str, hint: str = "") -> str:
    """Return code as a block; `hint` may name its language, such as `lang-py`."""
    language = LANGUAGE.search(hint)
    fence = _fence(code, 3)
    return f"{fence}{language[1] if language else ''}\n{code.strip(chr(10))}\n{fence}"


def quoted(code: str) -> str:
    """Return code within a line."""
    text = SPACES.sub(" ", code)
    if not text.strip():
        return text
    fence = _fence(text, 1)
    room = " " if text.startswith(("`", " ")) or text.endswith(("`", " ")) else ""
    return f"{fence}{room}{text}{room}{fence}"


def address_of_link(address: str) -> str:
    """Return an address of the web or of mail in the form in which Markdown takes it, and nothing for any other."""
    try:
        scheme = urlsplit(address.strip()).scheme.lower()
    except ValueError:
        return ""
    if scheme not in {"http", "https", "mailto"} or len(address) > LONGEST_ADDRESS:
        return ""
    return re.sub(r"[\s<>\\]", lambda found: f"%{ord(found[0]):02X}", address.strip())


def _guard(found: re.Match[str]) -> str:
    return "&amp;" if found[0] == "&" else f"\\{found[0]}"


def _fence(code: str, least: int) -> str:
    return "`" * max(least, *(len(run) + 1 for run in re.findall(r"`+", code)), least)


class Block:
    """A container that is open: the parts that are finished, and the line of text that is being written."""

    def __init__(self, tag: str, first: str = "", number: int | None = None) -> None:
        self.tag, self.first, self.number = tag, first, number
        self.parts: list[str] = []
        self.line: list[str] = []
        self.heading = ""
        # What is open in the line, and where in it that began.
        self.links: list[tuple[str, int]] = []
        self.marks: list[tuple[str, int]] = []
        self.cells: list[str] = []
        self.cell = 0

    def say(self, text: str) -> None:
        """Add to the line, with one space at most between words."""
        if not self.line or self.line[-1].endswith((" ", "\n")):
            text = text.lstrip(" ")
        if text:
            self.line.append(text)

    def end_text(self) -> None:
        """Finish the line, and with it whatever is open in it. The rows of a table are lines of their own."""
        if self.tag == "table":
            self.say(" ")
            return
        while self.line and _is_empty(self.line[-1]):
            self.line.pop()
        while self.line and _is_empty(self.line[0]):
            del self.line[0]
        text = "".join(self.line).strip(" ")
        if text:
            shown = text.replace(BREAK, " ") if self.heading else paragraph(text)
            self.parts.append(self.heading + shown)
        self.line, self.links, self.marks, self.heading = [], [], [], ""

    def begin_mark(self, mark: str) -> None:
        """Begin to stress words."""
        self.marks.append((mark, len(self.line)))

    def end_mark(self, mark: str) -> None:
        """Stress what was said since; spaces at its ends stay outside, where Markdown wants them."""
        if not self.marks or self.marks[-1][0] != mark:
            return
        text = self._since(self.marks.pop()[1])
        inner = text.strip(" ")
        stressed = mark in {begun for begun, _ in self.marks} or not inner or BREAK in inner
        before, after = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
        self.line.append(text if stressed else f"{before}{mark}{inner}{mark}{after}")

    def begin_link(self, address: str) -> None:
        """Begin a link; one within another is none."""
        self.links.append(("" if self.links else address, len(self.line)))

    def end_link(self) -> None:
        """Make a link of what was said since."""
        if not self.links:
            return
        address, place = self.links.pop()
        text = self._since(place)
        plain = not address or text == address
        self.line.append(text if plain else f"[{text.strip() or escaped(address)}](<{address}>)")

    def picture(self, words: str, address: str) -> None:
        """Show a picture, or its words where it has no address that can be shown."""
        shown = escaped(SPACES.sub(" ", words))
        self.line.append(f"![{shown}](<{address}>)" if address and not self.links else shown)

    def next_item(self) -> str:
        """Return the mark with which the next item of this list begins."""
        if self.number is None:
            return "-"
        self.number += 1
        return f"{self.number - 1}."

    def begin_cell(self) -> None:
        """Begin a cell of a table."""
        self.cell = len(self.line)

    def end_cell(self) -> None:
        """Finish a cell."""
        self.cells.append(self._since(min(self.cell, len(self.line))).replace(BREAK, " ").strip())

    def end_row(self) -> None:
        """Finish a row; under the first one stands the line that makes a table of it."""
        if self.tag != "table" or not self.cells:
            return
        self.parts.append(f"| {' | '.join(self.cells)} |")
        if len(self.parts) == 1:
            self.parts.append("|" + " --- |" * len(self.cells))
        self.cells, self.line, self.links, self.marks = [], [], [], []

    def closed(self) -> str:
        """Return what the block became, its mark before the first line and room or the mark again before the others."""
        self.end_text()
        self.end_row()
        body = ("\n" if self.tag in {"ul", "ol", "table"} else "\n\n").join(self.parts)
        if not self.first or not body:
            return body
        rest = "> " if self.first == ">" else " " * (len(self.first) + 1)
        first, *others = body.split("\n")
        return "\n".join([f"{self.first} {first}", *(f"{rest}{line}".rstrip() for line in others)])

    def _since(self, place: int) -> str:
        text = "".join(self.line[place:])
        del self.line[place:]
        return text


def _is_empty(piece: str) -> bool:
    return piece == BREAK or not piece.strip(" ")
