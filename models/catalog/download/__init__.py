"""Models from the Hugging Face Hub. Nothing here reaches for the network before the user asked for it."""
