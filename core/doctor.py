"""Checks that what must hold does hold; each package adds its own, and mends what it can derive again."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flask import Flask, current_app

from core.database import unit_of_work

Find = Callable[[], Iterable[str]]
Mend = Callable[[], object]


@dataclass(frozen=True)
class Check:
    """One thing that must hold. `find` returns a line for each problem; `mend` may be called when there are any."""

    name: str
    find: Find
    mend: Mend | None = None


@dataclass(frozen=True)
class Finding:
    """What a check found, and whether it was mended."""

    check: str
    problems: Sequence[str]
    mended: bool = False

    @property
    def well(self) -> bool:
        """Whether nothing is wrong any more."""
        return self.mended or not self.problems


def add_check(app: Flask, check: Check) -> None:
    """Let the doctor look at one thing more."""
    app.extensions.setdefault("checks", []).append(check)


def examine(*, fix: bool = False) -> list[Finding]:
    """Run every check; with `fix` what is wrong is mended and looked at again. One that breaks is a problem itself."""
    return [_examine(check, fix) for check in current_app.extensions.get("checks", [])]


def _examine(check: Check, fix: bool) -> Finding:
    problems = _find(check)
    if not (problems and fix and check.mend):
        return Finding(check.name, problems)
    try:
        with unit_of_work():
            check.mend()
    except Exception as error:
        return Finding(check.name, [*problems, f"could not be mended: {type(error).__name__}: {error}"])
    left = _find(check)
    return Finding(check.name, left or problems, mended=not left)


def _find(check: Check) -> Sequence[str]:
    try:
        with unit_of_work():
            return list(check.find())
    except Exception as error:
        return [f"could not be looked at: {type(error).__name__}: {error}"]
