"""Nothing: `importlib.abc` takes from here only what it hands on to those who ask for it."""

abc = None


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise ModuleNotFoundError(f"importlib.resources.{name} is not in the short library")
