"""Nothing: `importlib.abc` takes from here only what it hands on to those who ask for it."""

from _absent import absent

abc = None

__getattr__ = absent(__name__)
