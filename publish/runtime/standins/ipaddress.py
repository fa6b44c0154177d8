"""Nothing: urllib.parse asks it about hosts in brackets, and a calculator's query string has none."""

from _absent import absent

__getattr__ = absent(__name__)
