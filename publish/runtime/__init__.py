"""Build what a reader's browser needs to run `calculator`: `python -m publish.runtime`."""
