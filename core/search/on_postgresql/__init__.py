"""The search engine of a site whose database is PostgreSQL: its full text, with our analyser's terms."""

from core.search.on_postgresql.port import PostgreSQLSearch
from core.search.on_postgresql.tables import create_tables, metadata

__all__ = ["PostgreSQLSearch", "create_tables", "metadata"]
