"""The kinds of event and of act that Standoff reads, as readable tables beside their loaders.

`plover` holds the event types (`plover.toml`), `acts` the speech acts (`acts.toml`).
"""
