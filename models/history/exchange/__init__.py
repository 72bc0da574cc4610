"""Export and import: what leaves the history as a file, and what comes back."""
