"""The name of this installation: short, random, made once, so that what is born here can be told from the rest."""

import secrets
from typing import cast

from sqlalchemy import CheckConstraint, String, Table, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, db, identity

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


class Instance(Base):
    """The one row that names this installation."""

    __tablename__ = "instance"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[identity]
    name: Mapped[str] = mapped_column(String(20))


def instance_name() -> str:
    """Return the name; the first one who asks makes it, in a transaction of its own."""
    return _known() or _made()


def _known() -> str | None:
    return db.session.scalar(select(Instance.name))


def _made() -> str:
    name = "".join(secrets.choice(LETTERS) for _place in range(8))
    try:
        with db.engine.begin() as connection:
            connection.execute(insert(cast("Table", Instance.__table__)).values(id=1, name=name))
    except IntegrityError:
        return _known() or name
    return name
