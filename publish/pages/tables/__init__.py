"""The tables of the pages, made from the files that the calculators read."""
