"""What a form shows of similar threads: while somebody writes, and once more before it is posted."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

from accounts.viewers import Viewer
from contributions.kinds import KINDS
from contributions.schemas import ThreadDraft
from contributions.similarity.describing import Words
from contributions.similarity.finding import SAME, Similar, similar_to
from core.markup import plain_text, render
from core.translation import ngettext

SHORTEST = 8
LONGEST_TITLE = 200
# A form sends this once its writer has seen what is similar; the name keeps it out of drafts.
ANYWAY = "_anyway"


@dataclass(frozen=True, slots=True)
class Hint:
    """A similar thread as a form shows it; `state` is solved, answered or open."""

    url: str
    title: str
    state: str
    replies: int
    replies_text: str
    official: bool


def typed_words(title: str, body: str) -> Words:
    """Return the words of what is being typed, as they would be learned once it is posted."""
    return Words(title if len(title) >= SHORTEST else "", plain_text(render(body)) if body else "")


def hints(found: Sequence[Similar]) -> list[Hint]:
    """Make hints of similar threads, in their order."""
    return [
        Hint(
            url=one.url,
            title=one.title,
            state="solved" if "solved" in one.states else "answered" if one.replies else "open",
            replies=one.replies,
            replies_text=_replies_text(one),
            official="official" in one.states,
        )
        for one in found
    ]


def _replies_text(one: Similar) -> str:
    if KINDS[one.kind].helps:
        return str(KINDS[one.kind].label)
    if one.kind == "question":
        return ngettext("%(num)s answer", "%(num)s answers", one.replies)
    return ngettext("%(num)s reply", "%(num)s replies", one.replies)


def asked_before(viewer: Viewer, kind: str, draft: ThreadDraft) -> list[Hint]:
    """Return what is nearly the same, to be shown before a thread is posted, unless its writer has seen it."""
    if request.is_json or ANYWAY in request.form:
        return []
    return hints(similar_to(viewer, kind, typed_words(draft.title, draft.body), least=SAME))


def words_of_text(text: str) -> Words:
    """Read one text as title and body: the first line, or of a long line its first words, is the title.

    The rest is read as Markdown, as it would be if it were posted.
    """
    first = text.strip().partition("\n")[0]
    title = first if len(first) <= LONGEST_TITLE else first[:LONGEST_TITLE].rsplit(" ", 1)[0]
    rest = text.strip()[len(title) :].strip()
    return Words(title.strip(), plain_text(render(rest)) if rest else "")
