"""What the history keeps of learning: rounds and all that they did, the adapters they made, and which one is in use."""
