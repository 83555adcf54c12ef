"""The layers that pressmark gives an article: entities, quotes and events, and the parse that they read."""
