"""Several attempts at one question over the engine: waves, checks, repair, votes, and an end."""
