"""True stories: what somebody lived through, in their words, and always beside it what they got for telling it."""

from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import select

from accounts.fields import FieldRefused
from accounts.viewers import Viewer
from contributions.plain_lists import threads_page
from contributions.posting import open_thread
from contributions.schemas import Line, ThreadDraft
from core.database import read
from core.translation import gettext as _
from ideas.statuses import Status
from ideas.word_of_mouth.models import Story

PLACE = "story"


class StoryDraft(ThreadDraft):
    """A true story; `rewarded` is answered by everybody, and what the reward is by those who got one."""

    rewarded: Literal["no", "yes"]
    reward: Line = ""
    true: Literal["yes"]


def tell_story(actor: Viewer, draft: StoryDraft) -> Story:
    """Tell a story. Raises Refused, NotFound for the space, or FieldRefused where a reward is not named."""
    if draft.rewarded == "yes" and not draft.reward:
        raise FieldRefused("reward", _("Say what you got, or will get: everybody may read it beside your story."))
    story = Story(reward=draft.reward if draft.rewarded == "yes" else "")
    open_thread(actor, story, draft, PLACE)
    return story


def stories_page(viewer: Viewer, page_key: str | None) -> dict[str, Any]:
    """Return one page of stories with their rewards, the latest first: two statements. Raises CursorError."""
    page = threads_page(viewer, "story", "newest", page_key, "/stories")
    return {**page, "rewards": rewards_of([card.id for card in page["cards"]])}


def rewards_of(keys: Sequence[int]) -> dict[int, str]:
    """Return what the authors of these stories, which somebody may see, got for telling them: one statement."""
    table: Any = Story.__table__
    return {row.id: row.reward for row in read(select(table.c.id, table.c.reward).where(table.c.id.in_(keys)))}


def disclosed(reward: str) -> Status:
    """Return the reward as the badge beside a story."""
    if reward:
        return Status("rewarded", _("Its author got: %(reward)s", reward=reward), "active")
    return Status("unrewarded", _("Told without a reward"), "open")
