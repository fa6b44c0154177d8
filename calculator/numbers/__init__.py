"""Exact decimals, dates, finance, and words for numbers and units: the ground floor, which knows nothing of the rest."""
