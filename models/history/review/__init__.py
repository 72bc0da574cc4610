"""Which unrated answers are worth the user's judgement first."""
