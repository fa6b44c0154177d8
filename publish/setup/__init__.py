"""What the set-up begins with, before anything is installed: the standard library alone."""
