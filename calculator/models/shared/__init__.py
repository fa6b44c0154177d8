"""What several calculators compute with."""
