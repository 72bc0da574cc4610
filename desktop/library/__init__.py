"""The Models page: which models there are, what they need here, how they are loaded, and where more come from."""
