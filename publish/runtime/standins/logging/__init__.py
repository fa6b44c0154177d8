"""A logger for asyncio to hold; it would log what a page never does."""

from _absent import Absent, absent

DEBUG = 10


def getLogger(name=None):
    return Absent("logging.Logger")


__getattr__ = absent(__name__)
