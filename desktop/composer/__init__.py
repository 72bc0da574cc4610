"""Where a question is written and an answer stopped."""
