"""What Pyodide asks for at its start: two folders, whose names it reads. No package is loaded after it."""

from site import getsitepackages

from _absent import absent

# A memory snapshot expects this object among the first that Python took from JavaScript.
from pyodide_js import loadedPackages  # noqa: F401


class _Folder:
    def __init__(self, path):
        self.path = path

    def __str__(self):
        return self.path


SITE_PACKAGES = _Folder(getsitepackages()[0])
DSO_DIR = _Folder("/usr/lib")


def init_loaded_packages():
    """None are."""


__getattr__ = absent(__name__)
