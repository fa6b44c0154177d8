"""From a reader's numbers to a result."""
