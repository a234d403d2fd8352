"""What is logged about lessons."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class LessonLearned(Event):
    """An author of an idea, or staff, wrote down what was learned about it."""

    contribution_id: int
    lesson_id: int
