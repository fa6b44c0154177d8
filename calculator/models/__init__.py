"""One calculator a file. To add one: write the file, then name it in `calculator/registry.py`."""
