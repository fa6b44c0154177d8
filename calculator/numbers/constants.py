"""How many of one thing another holds."""

MONTHS_PER_YEAR = 12
HOURS_PER_MONTH = 730  # 8,760 / 12
SECONDS_PER_HOUR = 3_600
MILLION = 1_000_000
