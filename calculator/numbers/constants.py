"""How many of one thing another holds."""

MONTHS_PER_YEAR = 12
HOURS_PER_WEEK = 168
HOURS_PER_DAY = 24
HOURS_PER_MONTH = 730  # 8,760 / 12
SECONDS_PER_MINUTE = 60
SECONDS_PER_HOUR = 3_600
THOUSAND = 1_000
MILLION = 1_000_000
GPUS_PER_SERVER = 8  # of the boards on which data-centre GPUs are joined; more are a fleet
