"""The reading side of the window: questions, reasoning panels and answers, live and stored."""
