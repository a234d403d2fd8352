"""The embedded search engine, for a site on one machine. Nothing outside this package imports Whoosh."""

from core.search.on_whoosh.port import WhooshSearch

__all__ = ["WhooshSearch"]
