"""As much of asyncio as Pyodide's event loop is made of; sockets, subprocesses and TLS have no use in a page."""

# ruff: noqa: F403 - asyncio's own module is made of the same stars

from _absent import absent

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
    raise ModuleNotFoundError("asyncio.run is not in the short library")


__getattr__ = absent(__name__)
