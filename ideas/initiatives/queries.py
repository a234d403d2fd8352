"""What the pages of initiatives and services read, each in a fixed number of statements."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Row, String, and_, cast, func, select
from sqlalchemy.orm import aliased
from werkzeug.exceptions import NotFound

from accounts.models import Member
from accounts.viewers import Standing, Viewer
from contributions.models import Contribution
from contributions.rows import thread_statement
from contributions.visibility import listed_to, visible_to
from core.database import read
from core.paging import AnySelect
from ideas.initiatives.models import Claim, Contributor, Initiative, Service, ServicePerson, TrainingDone

MOST = 100
INITIATIVE: Any = Initiative.__table__
SERVICE: Any = Service.__table__
FIGURES = tuple(column for column in INITIATIVE.c if column.name != "id")


@lru_cache(maxsize=32)
def _initiative_statement(standing: Standing) -> AnySelect:
    joined = thread_statement(standing, "initiative").join(INITIATIVE, INITIATIVE.c.id == Contribution.id)
    return joined.add_columns(*FIGURES)


@lru_cache(maxsize=32)
def _service_statement(standing: Standing) -> AnySelect:
    joined = thread_statement(standing, "service").join(SERVICE, SERVICE.c.id == Contribution.id)
    return joined.add_columns(SERVICE.c.initiative_id, SERVICE.c.kit, SERVICE.c.training)


def initiative_row(viewer: Viewer, key: int) -> Row[Any]:
    """Return the row of an initiative with its figures. Raises NotFound."""
    return _one(_initiative_statement(viewer.standing), viewer, key)


def service_row(viewer: Viewer, key: int) -> Row[Any]:
    """Return the row of a service. Raises NotFound."""
    return _one(_service_statement(viewer.standing), viewer, key)


def _one(statement: AnySelect, viewer: Viewer, key: int) -> Row[Any]:
    row = read(statement, {"viewer_id": viewer.id, "thread": key}).one_or_none()
    if row is None:
        raise NotFound
    return row


def claims_of(initiative: int) -> list[Row[Any]]:
    """Return what was found out in the market, the latest first: one statement."""
    columns = (Claim.id, Claim.words, Claim.evidence, Claim.created_at)
    return list(read(select(*columns).where(Claim.initiative_id == initiative).order_by(Claim.id.desc()).limit(MOST)))


def contributors_of(viewer: Viewer, thread: int) -> list[Row[Any]]:
    """Return who has a part in a thread, with the thread that they came along from where the viewer may see it."""
    origin = aliased(Contribution, flat=True)
    open_to_them = select(Contribution.id).where(Contribution.id == origin.id, visible_to(viewer)).correlate(origin)
    statement = (
        select(Contributor.member_id, Contributor.part, Member.name, origin.id, origin.kind, origin.title)
        .join(Member, Member.id == Contributor.member_id)
        .outerjoin(origin, (origin.id == Contributor.from_id) & open_to_them.exists())
        .where(Contributor.thread_id == thread)
        .order_by(Member.name, Member.id)
        .limit(MOST)
    )
    return list(read(statement))


def lineage(viewer: Viewer, idea: int | None, initiative: int | None, grown_from: int = 0) -> list[Row[Any]]:
    """Return (id, kind, title) of the idea and the initiative before a thread, and of the services grown out of it."""
    before = [key for key in (idea, initiative) if key is not None]
    grown = select(SERVICE.c.id).where(SERVICE.c.initiative_id == grown_from)
    found = select(Contribution.id, Contribution.kind, Contribution.title).where(
        Contribution.id.in_(before) | Contribution.id.in_(grown), listed_to(viewer)
    )
    return list(read(found.order_by(Contribution.id).limit(MOST)))


def people_of_service(service: int) -> list[Row[Any]]:
    """Return who learns, provides or designs a service, with the steps of the training that each has taken."""
    of_service = TrainingDone.service_id == ServicePerson.service_id
    same = and_(of_service, TrainingDone.member_id == ServicePerson.member_id)
    word = func.aggregate_strings(cast(TrainingDone.step, String), " ")
    statement = (
        select(
            ServicePerson.member_id,
            ServicePerson.part,
            ServicePerson.trained_at,
            ServicePerson.area,
            ServicePerson.html,
            ServicePerson.about,
            Member.name,
            select(word).where(same).correlate(ServicePerson).scalar_subquery().label("steps"),
        )
        .join(Member, Member.id == ServicePerson.member_id)
        .where(ServicePerson.service_id == service)
        .order_by(ServicePerson.part.desc(), Member.name, Member.id)
        .limit(MOST)
    )
    return list(read(statement))
