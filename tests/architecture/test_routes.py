"""Every endpoint is in the access table, and the table names nothing else."""

import pytest

from access import ACCESS
from accounts.guard import Access
from core.application import Atrium
from tests.security import golden_guides, golden_suggest, golden_visits

pytestmark = pytest.mark.once
# What a signed link opens to whoever holds it: a mail program sends it on one click.
SIGNED_LINKS = {"news.unsubscribe"}
# What keeps nothing here: the choice of a language goes into a cookie.
KEPT_ELSEWHERE = {"reading.speak"}
WRITES = {"POST", "PUT", "PATCH", "DELETE"}


def test_every_endpoint_is_classified(app: Atrium) -> None:
    assert sorted({rule.endpoint for rule in app.url_map.iter_rules()} - set(ACCESS)) == []


def test_the_table_names_no_endpoint_that_is_gone(app: Atrium) -> None:
    assert sorted(set(ACCESS) - {rule.endpoint for rule in app.url_map.iter_rules()}) == []


def test_whoever_is_not_signed_in_writes_nothing_but_account_forms(app: Atrium) -> None:
    open_writes = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if (rule.methods or set()) & WRITES and ACCESS.get(rule.endpoint) in {Access.ANYONE, Access.SIGNED_OUT}
    }
    visitors = golden_visits.VISITOR_WRITES | golden_suggest.VISITOR_WRITES | golden_guides.VISITOR_WRITES
    assert {
        endpoint for endpoint in open_writes if not endpoint.startswith("security.")
    } == SIGNED_LINKS | KEPT_ELSEWHERE | visitors
