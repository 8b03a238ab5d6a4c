"""How the shipped encoder and its heads are trained: `python -m tools.training --help`."""
