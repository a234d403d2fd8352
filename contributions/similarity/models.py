"""The table of what is known of a thread for comparing it with others; all of it can be derived again."""

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base


class Likeness(Base):
    """What one thread is about, by its words and by the model of sentences.

    `terms` is made by `similarity.terms.pack`; `vector` holds the float32 numbers of title and beginning, and is
    empty where there was no model. `text_digest` says of which words, `model` of which
    model. `learned_at` (microseconds since 1970) tells processes that hold a copy what is new.
    """

    __tablename__ = "likeness"

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    text_digest: Mapped[str] = mapped_column(String(64))
    model: Mapped[str] = mapped_column(String(60))
    terms: Mapped[bytes] = mapped_column(LargeBinary)
    vector: Mapped[bytes] = mapped_column(LargeBinary)
    learned_at: Mapped[int] = mapped_column(BigInteger, index=True)
