"""What all tests share: hypothesis always tries the same examples, so a red run is red again."""

from hypothesis import HealthCheck, settings

# No deadline: a slow machine is no defect. The first example of a whole answer may take a while to build.
settings.register_profile(
    "repeatable", derandomize=True, deadline=None, database=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("repeatable")
