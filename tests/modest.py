"""How much an ordinary run looks at: of properties that go through pages and a database, a few examples."""

import os

from hypothesis import HealthCheck, settings

_slow_but_right = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
EVERYTHING = bool(os.environ.get("ATRIUM_TEST_ALL"))
EXAMPLES = 200 if EVERYTHING else 10
modest = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=_slow_but_right)
