"""How a reader wants to be spoken to: in which language, and in which time zone they live."""

from typing import Annotated

from pydantic import AfterValidator, Field

from accounts.models import Member
from core.forms import Schema
from core.limits import throttle
from core.translation import gettext as _
from core.translation import languages
from core.zones import all_zones


def _is_spoken(language: str) -> str:
    if language and language not in languages():
        raise ValueError(_("Please choose one."))
    return language


def _is_lived_in(zone: str) -> str:
    if zone and zone not in all_zones():
        raise ValueError(_("Please choose one."))
    return zone


Language = Annotated[str, Field(max_length=35), AfterValidator(_is_spoken)]


class Speech(Schema):
    """A language that the house speaks."""

    language: Language


class ReadingHabits(Schema):
    """A language and a time zone; nothing stands for those of browser and site."""

    language: Language = ""
    zone: Annotated[str, Field(max_length=60), AfterValidator(_is_lived_in)] = ""


def keep_habits(member: Member, habits: ReadingHabits) -> None:
    """Keep how a member wants to read, in pages and mails. Raises Throttled."""
    throttle("edit", member.id)
    member.language, member.zone = habits.language, habits.zone


def keep_language(member: Member, language: str) -> None:
    """Keep the language that a member chose. Raises Throttled."""
    keep_habits(member, ReadingHabits(language=language, zone=member.zone if member.zone in all_zones() else ""))
