"""Who did what to whom, in PLOVER's types."""

from standoff.readers.events.events import READER, read_events

__all__ = ["READER", "read_events"]
