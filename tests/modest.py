"""How many examples a property test looks at where each one goes through pages and a database."""

import os

from hypothesis import HealthCheck, settings

_slow_but_right = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
EXAMPLES = 200 if os.environ.get("ATRIUM_TEST_ALL") else 10
modest = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=_slow_but_right)
