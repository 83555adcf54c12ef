"""The configuration of a run: one YAML file, read once into frozen values."""
