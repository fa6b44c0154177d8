"""Turns calculator/ and docs/ into the site.

    setup          a Python to build with
    runtime        what the browser loads to run the calculators
    pages          Markdown to HTML, while mkdocs builds
    links          addresses that last, added to the built site and held against the record
    finish         what reads and completes the built site
    host           what a server is told, and a small server of our own
    types          what the scripts, the workers and Python promise each other; no Python
    record         what must not change unseen
    licences       what the site serves that others wrote
    measurements   how fast and how tall things are, and what it takes to find out
    tools          for whoever looks after the data and reads the reports

A room imports only what lies below it in floors.py.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
