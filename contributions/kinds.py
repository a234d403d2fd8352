"""The kinds of contributions, each described once by the room that it belongs to."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask_babel import LazyString


@dataclass(frozen=True)
class Kind:
    """What the shared floors must know of a kind: its name, where its pages stand, and what may be written under it."""

    name: str
    label: LazyString
    path: str = ""
    opens_thread: bool = False
    replied_by: str = ""
    # Whether nobody but its author may take one down without saying why.
    needs_reason: bool = False
    # Whether nobody edits one but its author and moderators, whatever points they have.
    own_words: bool = False
    # Whether it stays on record: nobody but a moderator may take one down.
    stays: bool = False
    # Threads of this kind are shown as help to those who write one of that kind.
    helps: str = ""
    # Whether somebody keeps all threads of this kind, beside their authors and the moderators.
    editors: Callable[[Any], Any] | None = None
    # Whether somebody has a contribution of this kind together with its author; told the actor and the contribution.
    shared_with: Callable[[Any, Any], bool] | None = None
    # The model, with columns problem and problem_html, of a kind that states its problem beside its words.
    problem_in: Any = None
    # Says why a deed (vote, comment, edit) on something in a thread of this kind is not open now; nothing where it is.
    # Takes who acts, the thread, the thing and the deed.
    closed: Callable[[Any, Any, Any, str], str] | None = None
    # Which threads, as a condition over Contribution, keep their score from those who have not voted.
    secret: Callable[[], Any] | None = None
    # Opens a thread of this kind, for rooms that know no more of it than its name; takes who acts, and a ThreadDraft.
    opener: Callable[[Any, Any], Any] | None = None

    def address(self, key: int, title: str) -> str:
        """Return the address of a thread of this kind."""
        return f"{self.short_address(key)}/{slug(title)}"

    def short_address(self, key: int) -> str:
        """Return the address without the words, which leads to the full one those who may see the thread."""
        return f"/{self.path}/{key}"


KINDS: dict[str, Kind] = {}


def add_kind(kind: Kind) -> None:
    """Make a kind known."""
    KINDS[kind.name] = kind


def thread_kinds() -> list[str]:
    """Name the kinds that open threads."""
    return [kind.name for kind in KINDS.values() if kind.opens_thread]


def kinds_helping(name: str) -> list[str]:
    """Name a kind and those that are shown as help beside it."""
    return [name, *(kind.name for kind in KINDS.values() if kind.helps == name)]


@lru_cache(maxsize=4096)
def slug(title: str) -> str:
    """Return the part of an address that tells a person what the page is about; letters of any script are kept."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    return re.sub(r"[\W_]+", "-", folded).strip("-")[:80].strip("-") or "-"
