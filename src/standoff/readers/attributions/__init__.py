"""Who said what: quotations and reported speech."""

from standoff.readers.attributions.attributions import READER, read_attributions

__all__ = ["READER", "read_attributions"]
