"""`python -m publish.runtime`: build what the browser needs, unless it is built."""

from publish.runtime.build import build

made = build()
size = sum(told["bytes"] for told in made["files"].values())
print(f"runtime {made['hash']}: Python {made['python']}, Pyodide {made['pyodide']}, {size / 1e6:.1f} MB before compression")
