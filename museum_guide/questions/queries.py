"""What pages read of the questions that visitors asked, each in one statement."""

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Row, String, bindparam, case, cast, literal, select
from sqlalchemy.orm import aliased

from accounts.viewers import Standing, Viewer
from contributions.models import Contribution, State
from contributions.visibility import listed_to, typical
from core.database import Key, read
from core.paging import AnySelect
from museum_guide.artefacts.models import Artefact, ArtefactThread
from museum_guide.models import Museum
from museum_guide.visibility import artefacts_shown_to

MOST = 6
Reply = aliased(Contribution, flat=True)


def asked_of(viewer: Viewer, artefact_id: int) -> list[Row[Any]]:
    """Return what was asked of an artefact, answered ones first, each with the beginning of its best answer."""
    return list(read(_asked(viewer.standing), {"artefact": artefact_id, "viewer_id": viewer.id}))


@lru_cache(maxsize=32)
def _asked(standing: Standing) -> AnySelect:
    stands = (Reply.state == State.PUBLISHED) & Reply.concealed.is_(False)
    best = (
        select(Reply.excerpt)
        .where(Reply.thread_id == Contribution.id, Reply.kind == "answer", stands)
        .order_by(Reply.score.desc(), Reply.id)
        .limit(1)
        .correlate(Contribution)
        .scalar_subquery()
    )
    columns = (Contribution.id, Contribution.kind, Contribution.title, Contribution.language, Contribution.reply_count)
    return (
        select(*columns, ArtefactThread.claim, best.label("answer"))
        .join(ArtefactThread, ArtefactThread.thread_id == Contribution.id)
        .where(ArtefactThread.artefact_id == bindparam("artefact", type_=Key), listed_to(typical(standing)))
        .order_by(case((Contribution.reply_count > 0, 0), else_=1), Contribution.score.desc(), Contribution.id.desc())
        .limit(MOST)
    )


def artefact_of_thread(viewer: Viewer) -> ColumnElement[str]:
    """Where the artefact stands of which the Contribution of an enclosing statement asks, and what it is called."""
    said = literal("/museums/").concat(Museum.slug).concat("/").concat(cast(Artefact.number, String))
    return (
        select(said.concat("\n").concat(Artefact.title))
        .select_from(ArtefactThread)
        .join(Artefact, Artefact.id == ArtefactThread.artefact_id)
        .join(Museum, Museum.id == Artefact.museum_id)
        .where(ArtefactThread.thread_id == Contribution.id, artefacts_shown_to(viewer))
        .correlate(Contribution)
        .scalar_subquery()
    )
