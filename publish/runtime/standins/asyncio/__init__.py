"""As much of asyncio as Pyodide's event loop is made of; sockets, subprocesses and TLS have no use in a page."""

# ruff: noqa: F403 - asyncio's own module is made of the same stars

from . import events
from .coroutines import *
from .events import *
from .exceptions import *
from .futures import *
from .tasks import *
from .timeouts import *

DefaultEventLoopPolicy = events.BaseDefaultEventLoopPolicy


def run(main, **options):
    """Pyodide puts its own in this place."""
    raise ModuleNotFoundError("asyncio.runners is not in the short library")


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise ModuleNotFoundError(f"asyncio.{name} is not in the short library")
