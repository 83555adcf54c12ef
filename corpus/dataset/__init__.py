"""The dataset on the disk: the corpus that a researcher loads, a run's drafts, the seal that joins them, the check."""
