"""The Learning page: the round that runs, the proof of those before it, and what is in use."""
