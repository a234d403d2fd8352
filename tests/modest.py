"""How many examples a property test looks at where each one goes through pages and a database."""

from hypothesis import HealthCheck, settings

_slow_but_right = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
modest = settings(max_examples=20, deadline=None, suppress_health_check=_slow_but_right)
