"""The kinds of event and of act that Standoff reads, as readable tables beside their loaders.

`plover` holds the event types (`plover.toml`), `contexts` what they are about (`contexts.toml`), `cameo` the codes of
the older scheme and the way from one to the other (`cameo.tsv`, `plover_to_cameo.tsv`), `acts` the speech acts
(`acts.toml`).
"""
