"""The page on which people decide: what it asks and in which order, what it shows, and what it hands back to be kept."""
