"""What is logged of questions and answers beyond what every contribution has."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class AnswerAccepted(Event):
    """An answer was accepted, or (accepted false) ceased to be."""

    contribution_id: int
    thread_id: int
    accepted: bool


@dataclass(frozen=True, kw_only=True)
class QuestionEscalated(Event):
    """Staff was told that a question has waited for so many business hours without an answer."""

    contribution_id: int
    hours: int


@dataclass(frozen=True, kw_only=True)
class AnswerMadeOfficial(Event):
    """An answer was made official, or (official false) ceased to be."""

    contribution_id: int
    thread_id: int
    official: bool


@dataclass(frozen=True, kw_only=True)
class DuplicateMarked(Event):
    """A question was marked as a duplicate of another (null for none any more)."""

    contribution_id: int
    thread_id: int
    original_id: int | None


@dataclass(frozen=True, kw_only=True)
class DuplicateJudged(Event):
    """Who asked a question that was marked as a duplicate agreed, or (agreed false) objected."""

    contribution_id: int
    thread_id: int
    agreed: bool


@dataclass(frozen=True, kw_only=True)
class KnowledgeGrown(Event):
    """A knowledge page was made of a question and its answers."""

    contribution_id: int
    thread_id: int
    question_id: int


@dataclass(frozen=True, kw_only=True)
class SuggestionMade(Event):
    """A member suggested an edit of a knowledge page."""

    contribution_id: int
    suggestion_id: int


@dataclass(frozen=True, kw_only=True)
class SuggestionDecided(Event):
    """A suggested edit was accepted, declined or withdrawn; `state` says which."""

    contribution_id: int
    suggestion_id: int
    state: str


@dataclass(frozen=True, kw_only=True)
class QuestionShared(Event):
    """A member has a question too, or (shared false) has it no longer."""

    contribution_id: int
    shared: bool
