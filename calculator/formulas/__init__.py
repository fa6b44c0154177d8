"""The engine: what a calculator is, and what follows from it for every one (ranges, what turns the verdict, charts as data)."""
