"""What the ticker does for cases."""

from flags.actions import end_overdue
from people import ticker

ticker.register("flags.end_overdue", end_overdue)
