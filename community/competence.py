"""What the forum counts as competence: chosen answers, shared problems, solutions, and credits."""

from functools import partial
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import aliased

from community.exercises.models import Credit
from community.knowledge.models import ArticleSource
from community.models import Question
from contributions.competence.registry import Measure, deed
from contributions.counters import stands
from contributions.models import Contribution
from core.paging import AnySelect
from core.translation import lazy_gettext as _


def _chosen(what: str) -> AnySelect:
    """Answers that are accepted or official, at the moment in which they became it."""
    question: Any = Question.__table__
    at = func.coalesce(question.c[f"{what}_at"], Contribution.created_at)
    return deed(at).join(question, question.c[f"{what}_answer_id"] == Contribution.id)


def _shared() -> AnySelect:
    question: Any = Question.__table__
    problems = deed(Contribution.created_at).join(question, question.c.id == Contribution.id)
    return problems.where(question.c.shared_count > 0)


def _solved() -> AnySelect:
    question: Any = Question.__table__
    solution = aliased(Contribution, flat=True)
    at = func.coalesce(question.c.accepted_at, solution.created_at)
    solved = deed(at).join(question, question.c.id == Contribution.id)
    return solved.join(solution, solution.id == question.c.accepted_answer_id).where(stands(solution))


def _credited() -> AnySelect:
    merged = aliased(Contribution, flat=True)
    credited = deed(merged.created_at).join(Credit, Credit.cell_id == Contribution.id)
    return credited.join(merged, merged.id == Credit.merged_id).where(stands(merged))


def _kept() -> AnySelect:
    article = aliased(Contribution, flat=True)
    kept = deed(ArticleSource.taken_at).join(ArticleSource, ArticleSource.contribution_id == Contribution.id)
    return kept.join(article, article.id == ArticleSource.article_id).where(stands(article))


def measures() -> list[Measure]:
    """Return the measures."""
    return [
        Measure(
            0, "accepted", _("Accepted answers"), _("Answers that solved something."), partial(_chosen, "accepted")
        ),
        Measure(1, "official", _("Official answers"), _("Answers that became official."), partial(_chosen, "official")),
        Measure(2, "shared", _("Problems that others had, too"), _("Questions that others have as well."), _shared),
        Measure(3, "solved", _("Questions with a solution"), _("What was asked and everybody can read now."), _solved),
        Measure(4, "credited", _("Credits in merged answers"), _("Answers that went into a merged one."), _credited),
        Measure(5, "kept", _("Credits in knowledge pages"), _("Posts from which a knowledge page grew."), _kept),
    ]
