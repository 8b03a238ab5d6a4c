"""Who is named: the cast of a document, its actors, their mentions, and what a word or a phrase stands for."""

from standoff.readers.actors.cast import READER, Cast, read_actors
from standoff.readers.actors.casting import NameIndex

__all__ = ["READER", "Cast", "NameIndex", "read_actors"]
