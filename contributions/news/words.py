"""The parts of which mails about news are made: plain texts alone, which the templates set and escape."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """Something that happened: a line about it, the title of its thread, where it stands, and its words."""

    line: str
    title: str
    url: str
    text: str = ""


@dataclass(frozen=True)
class Part:
    """Items under a heading; the heading may be empty."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Letter:
    """A mail about news. `kind` is what its receiver can end; `key` and `earlier` set it in a conversation."""

    subject: str
    parts: tuple[Part, ...] = ()
    opening: tuple[str, ...] = ()
    kind: str = ""
    key: str = ""
    earlier: tuple[str, ...] = ()
    reply_to: str = ""
