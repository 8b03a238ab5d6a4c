"""Document -> annotations: one reader for each kind of row, and `pipeline`, which names their order."""
