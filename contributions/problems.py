"""The problem that threads of some kinds state in words of their own, before what they say about it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from contributions.kinds import KINDS
from contributions.models import Contribution
from core import markup
from core.database import read


def states_problem(contribution: Contribution) -> bool:
    """Whether a contribution is of a kind that states a problem."""
    kind = KINDS.get(contribution.kind)
    return kind is not None and kind.problem_in is not None


def problem_of(contribution: Contribution) -> str:
    """Return the problem as Markdown; empty where none is stated."""
    return getattr(contribution, "problem", "") or ""


def state_problem(contribution: Any, problem: str) -> None:
    """Give a contribution of such a kind its problem, rendered once. It calls nobody by name."""
    contribution.problem, contribution.problem_html = problem, markup.render(problem)


def whole_body(contribution: Contribution) -> str:
    """Return everything that a contribution says below its title, as Markdown."""
    return "\n\n".join(filter(None, (problem_of(contribution), contribution.body)))


def problems_of(keys: Sequence[int]) -> dict[int, str]:
    """Return the HTML of the problems that these contributions state: one statement for each kind that has them."""
    found: dict[int, str] = {}
    for kind in KINDS.values():
        if kind.problem_in is not None:
            table = kind.problem_in.__table__
            wanted = select(table.c.id, table.c.problem_html).where(table.c.id.in_(keys), table.c.problem_html != "")
            found.update((row.id, row.problem_html) for row in read(wanted))
    return found
