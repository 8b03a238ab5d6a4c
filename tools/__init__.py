"""Programs that make files of this project: tables, the README's output, the trained models."""
