"""Three words that asyncio takes from here; a page has no threads to wait for."""

from _absent import absent

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"

__getattr__ = absent(__name__)
