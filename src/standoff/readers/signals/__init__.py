"""Threats, promises, demands, offers and their like, with their conditions."""

from standoff.readers.signals.rows import READER
from standoff.readers.signals.signals import read_signals

__all__ = ["READER", "read_signals"]
