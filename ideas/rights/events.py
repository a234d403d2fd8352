"""What is logged of rights in entries."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class TermsOffered(Event):
    """Staff wrote terms, or a new version of them, for the authors of entries of a contest."""

    contribution_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class PermissionChanged(Event):
    """An author permitted the use of an entry under terms, or (given false) withdrew that from now on."""

    contribution_id: int
    thread_id: int
    terms_id: int
    given: bool


@dataclass(frozen=True, kw_only=True)
class EntryUsed(Event):
    """Staff marked an entry as used, or (ended true) a use as ended."""

    contribution_id: int
    thread_id: int
    use_id: int
    ended: bool


@dataclass(frozen=True, kw_only=True)
class RoyaltyAgreed(Event):
    """Staff offered a royalty agreement for an entry, or an author accepted theirs."""

    contribution_id: int
    thread_id: int
    agreement_id: int


@dataclass(frozen=True, kw_only=True)
class RoyaltyBooked(Event):
    """A line was added to the statements of an entry."""

    contribution_id: int
    thread_id: int
    line_id: int
