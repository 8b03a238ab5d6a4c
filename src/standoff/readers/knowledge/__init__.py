"""What is known before reading: actors, offices, nouns for parties and a gazetteer, with the overlays of the user."""

from standoff.readers.knowledge.tables import (
    Entity,
    GroupNoun,
    Knowledge,
    Office,
    Title,
    Toponym,
    actor_id,
    load_knowledge,
    slug,
)

__all__ = [
    "Entity",
    "GroupNoun",
    "Knowledge",
    "Office",
    "Title",
    "Toponym",
    "actor_id",
    "load_knowledge",
    "slug",
]
