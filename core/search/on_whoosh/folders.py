"""Which folder holds the live index: a small pointer file that is replaced at once, and locks between processes."""

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

_POINTER = "current.json"
_LATE = ".late"


@dataclass(frozen=True)
class Pointer:
    """The live folder, what made it, and whether all documents were put in (by a rebuild) or only later ones."""

    folder: str
    version: str
    is_complete: bool


class IndexFolders:
    """The folders below one root: the live one, the one that is being built, and their locks."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def pointer(self) -> Pointer | None:
        """Return the pointer; None where there is no index, or none that can be read."""
        try:
            return Pointer(**json.loads((self.root / _POINTER).read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def point(self, pointer: Pointer) -> None:
        """Make a folder the live one, at once and to stay."""
        draft = self.root / f"{_POINTER}.{secrets.token_hex(4)}"
        with draft.open("w", encoding="utf-8") as file:
            json.dump(asdict(pointer), file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.root / _POINTER)

    def new_name(self) -> str:
        """Return a name that no folder has."""
        return secrets.token_hex(8)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer of all processes and threads while this lasts."""
        with self._lock("writer.lock", wait=True):
            yield

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Be the only one to rebuild; a second one waits."""
        with self._lock("rebuild.lock", wait=True):
            yield

    def is_rebuilding(self) -> bool:
        """Whether somebody rebuilds right now (a killed one does not)."""
        with self._lock("rebuild.lock", wait=False) as held:
            return not held

    @contextmanager
    def _lock(self, name: str, *, wait: bool) -> Iterator[bool]:
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / name).open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
            else:
                yield True

    def journals(self) -> list[Path]:
        """Return the journals of rebuilds that are going on, or were killed."""
        return sorted(self.root.glob(f"*{_LATE}"))

    def journal(self, name: str) -> Path:
        """Return the file that keeps what is written while a folder is being built."""
        return self.root / f"{name}{_LATE}"

    def sweep(self, keep: str | None) -> None:
        """Remove every folder and journal but the one to keep."""
        for entry in self.root.iterdir():
            if entry.is_dir() and entry.name != keep:
                shutil.rmtree(entry, ignore_errors=True)
            elif entry.suffix == _LATE or entry.name.startswith(f"{_POINTER}."):
                entry.unlink(missing_ok=True)
