"""What is logged when a visitor asks."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class ArtefactAsked(Event):
    """A visitor asked something of an artefact, or (claim true) whether what they were told of it is so."""

    contribution_id: int
    artefact_id: int
    claim: bool
