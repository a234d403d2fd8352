"""Finds what somebody wrote in a reply: without what they quoted, without their signature."""

import re
from collections.abc import Sequence

MARK = "##-"
WROTE = re.compile(
    r"^\W{0,3}(?:On|Am|Le|El|Em|Il|Op)\b.{0,200}"
    r"(?:wrote|schrieb|écrit|escribió|escreveu|scritto|schreef|लिखा)\b.{0,100}$",
    re.IGNORECASE,
)
FORWARDED = re.compile(
    r"^\W*(?:Original Message|Ursprüngliche Nachricht|Mensaje original|Message d'origine|Forwarded message)\s*-+\s*$",
    re.IGNORECASE,
)
SENDER = re.compile(r"^\**(?:From|Von|De|Da|Van)\s?:", re.IGNORECASE)
FURTHER = re.compile(
    r"^\**(?:Sent|Gesendet|Envoyé|Enviado|Date|Datum|Fecha|To|An|À|Para|Subject|Betreff)\s?:", re.IGNORECASE
)
RULE = re.compile(r"^_{10,}\s*$")
LONGEST_LINE = 2000


def own_words(text: str) -> str:
    """Return what the writer of a reply added; quotes between their own words stay, as they are answered there."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    kept = lines[: _end(lines)]
    while kept and (not kept[-1] or kept[-1].lstrip().startswith(">")):
        kept.pop()
    while kept and _is_attribution(kept, len(kept) - 1):
        kept.pop()
    return "\n".join(kept).strip()


def _end(lines: Sequence[str]) -> int:
    """Return the number of the line at which the writer's own words end."""
    quotes = _quotes_from(lines)
    for number, line in enumerate(lines):
        if len(line) > LONGEST_LINE:
            continue
        if MARK in line[:40] or line == "--" or RULE.match(line) or FORWARDED.match(line):
            return number
        if SENDER.match(line) and any(FURTHER.match(after) for after in lines[number + 1 : number + 4]):
            return number
        if quotes[number + 1] and _is_attribution(lines, number):
            return number
    return len(lines)


def _is_attribution(lines: Sequence[str], number: int) -> bool:
    """Whether "On Monday Ana wrote:" begins in a line; mail programs break it after some seventy letters."""
    line = lines[number]
    if len(line) > LONGEST_LINE:
        return False
    after = lines[number + 1][:200] if number + 1 < len(lines) else ""
    return bool(WROTE.match(line) or (line and WROTE.match(f"{line} {after}") and after.endswith(":")))


def _quotes_from(lines: Sequence[str]) -> list[bool]:
    """Return for each line, and for the end, whether at least half of what stands from there on is quoted."""
    following = quoted = 0
    marked, found = False, [True]
    for line in reversed(lines):
        if line.strip():
            following += 1
            quoted += line.lstrip().startswith(">") or line.startswith(MARK)
            marked = marked or MARK in line[:40]
        found.append(quoted * 2 >= following or marked)
    return found[::-1]
