"""Storage: files that are whole or not there, the tables and their columns, the manifest and the dataset card."""
