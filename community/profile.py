"""What a member's profile shows of the forum: figures, and the latest questions and answers."""

from typing import Any

from sqlalchemy import Row, case, func, select

from accounts.viewers import Viewer
from community.models import Question
from contributions.kinds import KINDS
from contributions.models import Contribution
from contributions.visibility import listed_to
from core.database import read
from core.pages import ago, full_time, iso
from core.translation import gettext as _

LATEST = 10


def profile_panels(viewer: Viewer, member: Any) -> list[dict[str, Any]]:
    """Return the panels of a member's profile, of what the viewer may see: two statements."""
    figures = _figures(viewer, member.id)
    stats = [
        {"number": figures.questions, "label": _("questions")},
        {"number": figures.answers, "label": _("answers")},
        {"number": figures.accepted, "label": _("accepted answers")},
    ]
    return [
        {
            "title": _("Latest posts"),
            "stats": stats,
            "rows": [_brief(row) for row in _latest(viewer, member.id)],
            "url": f"/members/{member.id}/contributions",
            "url_text": _("Everything they wrote"),
        }
    ]


def _figures(viewer: Viewer, member_id: int) -> Row[Any]:
    own: Any = Question.__table__
    accepted = select(own.c.id).where(own.c.accepted_answer_id == Contribution.id).exists()

    def count(condition: Any) -> Any:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    statement = select(
        count(Contribution.kind == "question").label("questions"),
        count(Contribution.kind == "answer").label("answers"),
        count((Contribution.kind == "answer") & accepted).label("accepted"),
    ).where(Contribution.author_id == member_id, listed_to(viewer))
    return read(statement).one()


def _latest(viewer: Viewer, member_id: int) -> list[Row[Any]]:
    root: Any = Contribution.__table__.alias("root")
    statement = (
        select(
            Contribution.id,
            Contribution.kind,
            Contribution.thread_id,
            Contribution.created_at,
            func.coalesce(Contribution.title, root.c.title).label("thread_title"),
        )
        .outerjoin(root, root.c.id == Contribution.thread_id)
        .where(Contribution.author_id == member_id, Contribution.kind != "comment", listed_to(viewer))
        .order_by(Contribution.created_at.desc(), Contribution.id.desc())
    )
    return list(read(statement.limit(LATEST)))


def _brief(row: Row[Any]) -> dict[str, Any]:
    opens = row.thread_id is None
    return {
        "url": KINDS[row.kind].address(row.id, row.thread_title) if opens else f"/contributions/{row.id}",
        "title": row.thread_title,
        "meta": [KINDS[row.kind].label],
        "created_iso": iso(row.created_at),
        "created_text": ago(row.created_at),
        "created_full": full_time(row.created_at),
    }
