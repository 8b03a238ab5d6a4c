"""What was still ahead when the article was printed."""

from standoff.readers.agenda.agenda import READER, read_agenda

__all__ = ["READER", "read_agenda"]
