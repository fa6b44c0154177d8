"""For whoever looks after the data and reads the reports."""
