"""Tables of invitations, of who came by whose, and of true stories."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from contributions.models import Contribution
from core.database import Base, identity, moment
from core.translation import gettext as _


class Invitation(Base):
    """A link by which a member invites others. Of its token a digest alone is kept."""

    __tablename__ = "invitation"
    __table_args__ = (Index("ix_invitation_member", "member_id", "id"),)

    id: Mapped[identity]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[moment]
    ended_at: Mapped[datetime | None]


class Referral(Base):
    """By whose invitation a member came: written once, when they join, so that nobody counts twice."""

    __tablename__ = "referral"
    __table_args__ = (CheckConstraint("by_id <> member_id", name="not_oneself"), Index("ix_referral_by", "by_id"))

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[moment]


class Story(Contribution):
    """Something that its author lived through; `reward` is what they got or will get for telling it, or empty."""

    __tablename__ = "story"
    # Those of contributions are of another table.
    __table_args__: Any = ()
    __mapper_args__ = {"polymorphic_identity": "story"}

    id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    reward: Mapped[str] = mapped_column(Text, default="")

    def spoken(self, body: str) -> str:
        """Set the reward before the words, so that no feed, mail or search shows the ones without the other."""
        if not self.reward:
            return body
        return f"> {_('Its author got something for this story: %(reward)s', reward=self.reward)}\n\n{body}"
