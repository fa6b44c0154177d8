"""One constant, which asyncio's signatures name."""

from _absent import absent

PIPE = -1

__getattr__ = absent(__name__)
