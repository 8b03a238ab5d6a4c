"""The record in other formats: one module per format, all without an opinion of their own on what the rows mean."""
