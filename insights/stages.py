"""The stages of an analysis and what each of them is given; every part of the room registers its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from insights.snapshot import Post, Snapshot
from insights.vectors import vectors_of

if TYPE_CHECKING:
    from core.embedding.ports import Vectors

ORDER = ("topics", "emerging", "buzz", "graphs", "lead users", "groups", "health")


@dataclass
class Context:
    """What a stage works on. `previous` is the run of which pages show the results now, None before the first.

    `whole` is false where so little is new that a stage may carry over what that run found, and only add to it.
    """

    run_id: int
    snapshot: Snapshot
    seed: int
    previous: int | None
    whole: bool
    report: Callable[[float], None]
    _vectors: "Vectors | None" = None
    # What one stage made and a later one needs, by name.
    made: dict[str, Any] = field(default_factory=dict)

    @property
    def as_of(self) -> datetime:
        """The moment that is looked at: nothing later may be used."""
        return self.snapshot.as_of

    def progress(self, share: float) -> None:
        """Say what share of the stage is done, and keep what was written. Raises Stopped where somebody cancelled.

        What the stage has written so far is stored by this; nobody sees it before the run is done.
        """
        self.report(share)

    def vectors(self, posts: Sequence[Post]) -> "Vectors":
        """Return the vectors of posts, float32 of shape (posts, 384); those of `threads` are kept."""
        if posts is not self.snapshot.threads:
            return vectors_of(posts, lambda _share: self.report(0.0))
        if self._vectors is None:
            self._vectors = vectors_of(posts, lambda _share: self.report(0.0))
        return self._vectors


# Does its part of a run, writes rows with the id of the run, and returns what it found in numbers.
Stage = Callable[[Context], dict[str, Any]]
STAGES: dict[str, Stage] = {}


def add_stage(name: str, stage: Stage) -> None:
    """Let a part take its turn in every run; `name` is one of ORDER."""
    STAGES[name] = stage


def stages() -> list[tuple[str, Stage]]:
    """Return the stages in the order in which they run: later ones may read what earlier ones wrote for this run."""
    return [(name, STAGES[name]) for name in ORDER if name in STAGES]
