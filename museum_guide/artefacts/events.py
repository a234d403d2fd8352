"""What is logged when a museum changes what it shows."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class ArtefactChanged(Event):
    """An artefact was added, or its label, place, texts, pictures or sounds changed; `what` says which."""

    artefact_id: int
    what: str
