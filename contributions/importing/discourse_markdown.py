"""Turns what members of a Discourse wrote into our Markdown: quotes, files, folded and hidden parts."""

import re

QUOTED = re.compile(r'\[quote(?:=(?:"([^"\n]{0,200})"|([^\]\n]{0,200})))?\]\s*|\s*\[/quote\]', re.IGNORECASE)
FILE = re.compile(r"!?\[([^\]\n]{0,300})\]\(upload://[\w.-]{1,200}[^)\n]{0,200}\)")
SIZE = re.compile(r"\|(?:\d+x\d+(?:, ?\d+%)?|thumbnail|attachment|video|audio)")
DETAILS = re.compile(r'\[details(?:="?([^\]"\n]{0,200})"?)?\]|\[/details\]', re.IGNORECASE)
WRAPPED = re.compile(r"\[/?(?:spoiler|poll|wrap|center|date-range)(?:[ =][^\]\n]{0,300})?\]", re.IGNORECASE)
DATE = re.compile(r"\[date=([\d-]{8,10})(?: time=([\d:]{4,8}))?[^\]\n]{0,200}\]", re.IGNORECASE)
FENCE = re.compile(r"^\s{0,3}(`{3,}|~{3,})")
DEEPEST = 8


def to_markdown(raw: str) -> str:
    """Return Markdown that reads as this text did on Discourse. Code is left as it is."""
    shown: list[str] = []
    fence, depth = "", 0
    for line in raw.replace("\r\n", "\n").split("\n"):
        mark = FENCE.match(line)
        if fence or mark:
            fence = _fence_after(fence, mark[1] if mark else "", line)
            shown.append("> " * depth + line)
        else:
            text, depth = _quotes(line, depth)
            shown += text
    return re.sub(r"\n{3,}", "\n\n", "\n".join(shown)).strip()


def _fence_after(fence: str, mark: str, line: str) -> str:
    if not fence:
        return mark
    closes = mark.startswith(fence) and line.strip() == mark
    return "" if closes else fence


def _quotes(line: str, depth: int) -> tuple[list[str], int]:
    """Return what a line becomes, and how deep in quotes the next one stands."""
    shown: list[str] = []
    last = 0
    for found in QUOTED.finditer(line):
        _add(shown, line[last : found.start()], depth)
        last = found.end()
        if "[/" in found[0]:
            depth = max(0, depth - 1)
            shown.append(_room(depth))
        else:
            shown.append(_room(depth))
            depth = min(DEEPEST, depth + 1)
            if name := (found[1] or found[2] or "").split(",")[0].strip():
                shown += [f"{'> ' * depth}**{_plain(name)}**", _room(depth)]
    _add(shown, line[last:].lstrip() if last else line, depth)
    if last == 0 and not line.strip():
        shown = [_room(depth)]
    return shown, depth


def _add(shown: list[str], text: str, depth: int) -> None:
    if text.strip():
        shown.append("> " * depth + _words(text))


def _room(depth: int) -> str:
    return ("> " * depth).rstrip()


def _words(text: str) -> str:
    text = FILE.sub(lambda found: f"*{SIZE.sub('', found[1]).strip(' *') or '…'}*", text)
    text = DETAILS.sub(lambda found: f"**{found[1].strip()}**\n" if found[1] else "", text)
    text = DATE.sub(lambda found: " ".join(filter(None, found.groups())), text)
    return WRAPPED.sub("", text)


def _plain(name: str) -> str:
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", name)
