"""Annotators: what one is, how a name in the YAML becomes one, and what somebody else's may yield and do."""
