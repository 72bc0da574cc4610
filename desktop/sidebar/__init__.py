"""The conversations, the search, and the model in use."""
