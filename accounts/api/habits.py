"""Operations about how a member reads: in which language, and in which time zone."""

from accounts.api.operations import Section
from accounts.api.shapes import Answered
from accounts.models import Member
from accounts.reading import ReadingHabits, keep_habits
from accounts.viewers import Viewer
from core.database import db

section = Section("Language and time")


class Habits(Answered):
    """A language and a time zone; nothing stands for those of browser and site."""

    language: str
    zone: str


@section.add("GET", "/me/reading", Habits)
def habits(viewer: Viewer) -> Habits:
    """Say in which language and time zone the caller reads pages and mails."""
    return Habits.model_validate(_oneself(viewer))


@section.add("PUT", "/me/reading", Habits, takes=ReadingHabits)
def change_habits(viewer: Viewer, draft: ReadingHabits) -> Habits:
    """Choose a language and a time zone."""
    member = _oneself(viewer)
    keep_habits(member, draft)
    return Habits.model_validate(member)


def _oneself(viewer: Viewer) -> Member:
    return db.session.get_one(Member, viewer.id)
