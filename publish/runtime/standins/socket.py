"""Two constants, which asyncio's signatures name."""

from _absent import absent

AF_UNSPEC = 0
AI_PASSIVE = 1

__getattr__ = absent(__name__)
