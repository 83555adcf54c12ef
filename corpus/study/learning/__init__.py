"""What is learned from people's decisions: scores of a study's own kind of articles, and words for its lexicons."""
