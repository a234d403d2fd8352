"""Asking of many members at once who may see something says the same as asking one of them what they may see."""

from typing import cast

from sqlalchemy import Table, select

from accounts.models import Member
from accounts.viewers import viewer_of
from contributions.models import Contribution, Space
from contributions.visibility import listed_to, member_may_see
from core.application import Atrium
from core.database import db
from tests.security.world import build


def test_both_ways_of_asking_agree(app: Atrium) -> None:
    build(app)
    statement = (
        select(Member.id, Contribution.id)
        .join(Contribution, Contribution.id > 0)
        .join(Space, Space.id == Contribution.space_id)
        .where(member_may_see())
    )
    at_once = set(map(tuple, db.session.execute(statement)))
    table = cast("Table", Contribution.__table__)
    one_by_one = {
        (member.id, key)
        for member in db.session.scalars(select(Member))
        for key in db.session.scalars(select(table.c.id).select_from(Contribution).where(listed_to(viewer_of(member))))
    }
    assert at_once == one_by_one
    assert (
        0
        < len(at_once)
        < len(db.session.scalars(select(Member.id)).all()) * len(db.session.scalars(select(table.c.id)).all())
    )
