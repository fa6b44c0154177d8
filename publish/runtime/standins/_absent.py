"""What a light module says of all that it leaves out, so that the page starts again with the full library."""


def absent(module):
    """A module's `__getattr__`."""

    def __getattr__(name):
        if name.startswith("__"):
            raise AttributeError(name)
        raise ModuleNotFoundError(f"{module}.{name} is not in the short library")

    return __getattr__


class Absent:
    """An object that must be there, and that nobody may use."""

    def __init__(self, name):
        self.__dict__["_name"] = name

    def _missing(self, *_):
        raise ModuleNotFoundError(f"{self._name} is not in the short library")

    __getattr__ = __call__ = __contains__ = __getitem__ = __setattr__ = _missing
