"""The run: import, plan, the shards' work through an executor, the seal; what a run may reuse and what it records."""
