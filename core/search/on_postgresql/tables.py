"""The tables of the search index. A generation is one build of it: searches read the live one while the next grows."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Double,
    Engine,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

metadata = MetaData()
# Any number that nothing else in the database takes for an advisory lock.
_CREATION_LOCK = 0x5EA7C5

# A row without a vector marks a document that was removed while its generation was being built.
documents = Table(
    "search_document",
    metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(24), nullable=False),
    Column("thread", BigInteger, nullable=False),
    Column("space", BigInteger, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("score", Integer, nullable=False),
    Column("boost", Double, nullable=False),
    Column("marks", ARRAY(Text), nullable=False),
    Column("vector", TSVECTOR),
)
Index("ix_search_document_vector", documents.c.vector, postgresql_using="gin")
Index("ix_search_document_marks", documents.c.marks, postgresql_using="gin")
Index("ix_search_document_thread", documents.c.thread)

# Words that a mistyped one could have meant; `letters` is the set of letters as bits.
words = Table(
    "search_word",
    metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("word", String(24), primary_key=True),
    Column("letters", Integer, nullable=False),
    Column("length", SmallInteger, nullable=False),
)

# One row: which generation is live, which is being built, and what made the live one.
state = Table(
    "search_state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("live", Integer, nullable=False),
    Column("building", Integer),
    Column("version", String(200), nullable=False),
    Column("is_complete", Boolean, nullable=False),
)


def create_tables(engine: Engine) -> None:
    """Make the tables where they are not there yet; processes that do so at once take turns."""
    with engine.begin() as connection:
        connection.execute(select(func.pg_advisory_xact_lock(_CREATION_LOCK)))
        metadata.create_all(connection)
