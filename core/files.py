"""Uploaded files, kept under the digest of their content."""

import hashlib
import tempfile
from pathlib import Path
from typing import BinaryIO, Protocol

from core.settings import Settings


class FileNotKept(KeyError):
    """No file stands under that key."""


class FilePort(Protocol):
    """Keeps the bytes of files; the key is the SHA-256 of the content, in hexadecimal."""

    def save(self, content: bytes) -> str:
        """Keep a file and return its key; the same content is kept once."""

    def open(self, key: str) -> BinaryIO:
        """Return the file to read. Raises FileNotKept."""

    def delete(self, key: str) -> None:
        """Forget a file; forgetting one that is not there is no error."""


class Folder:
    """Keeps files in a folder of the machine."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def save(self, content: bytes) -> str:
        """Write to a temporary file first, so that a reader never meets half a file."""
        key = hashlib.sha256(content).hexdigest()
        path = self._path(key)
        if path.exists():
            return key
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(content)
        Path(file.name).replace(path)
        return key

    def open(self, key: str) -> BinaryIO:
        """Open a kept file."""
        try:
            return self._path(key).open("rb")
        except FileNotFoundError:
            raise FileNotKept(key) from None

    def delete(self, key: str) -> None:
        """Remove a kept file."""
        self._path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        if len(key) != 64 or not set(key) <= set("0123456789abcdef"):
            raise FileNotKept(key)
        return self.root / key[:2] / key


def open_files(settings: Settings) -> FilePort:
    """Open the place for files that the settings name."""
    if settings.storage_url.startswith("file:"):
        return Folder(Path(settings.storage_url.removeprefix("file:")))
    return Folder(settings.home / "files")
