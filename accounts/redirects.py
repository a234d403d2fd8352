"""Where a browser may be sent after sign-in: pages of this site, and nothing else."""

import unicodedata
from urllib.parse import urlsplit


def safe_next(target: str | None, otherwise: str = "/") -> str:
    """Return a target that is a path of this site, or `otherwise`."""
    return target if target and is_own_path(target) else otherwise


def is_own_path(target: str) -> bool:
    """Whether a target can only be read as a path of this site, by any browser."""
    if not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target or len(target) > 2000:
        return False
    if any(letter.isspace() or unicodedata.category(letter)[0] == "C" for letter in target):
        return False
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc
