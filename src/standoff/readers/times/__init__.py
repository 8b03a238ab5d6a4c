"""When: time expressions with their values, each at its own grain."""

from standoff.readers.times.timexes import READER, read_times

__all__ = ["READER", "read_times"]
