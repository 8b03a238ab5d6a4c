"""Threats, promises, demands, offers and their like, with their conditions."""

from standoff.readers.signals.signals import READER, read_signals

__all__ = ["READER", "read_signals"]
