"""What all tests share: hypothesis always tries the same examples, so a red run is red again."""

import importlib
import pkgutil

from hypothesis import HealthCheck, settings

import calculator

# Hypothesis also tries the constants of whatever modules are loaded: all from the start, or the examples would depend on the order of the tests.
for module in pkgutil.walk_packages(calculator.__path__, "calculator."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)

# No deadline: a slow machine is no defect. The first example of a whole answer may take a while to build.
settings.register_profile(
    "repeatable", derandomize=True, deadline=None, database=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow]
)
# For every save (make check) and every mutant: as repeatable, always the same examples too, but a sixth of them.
settings.register_profile("quick", settings.get_profile("repeatable"), max_examples=3)
settings.load_profile("repeatable")
