"""Runs of questions: what is sent to the engine, and what becomes of that which comes back."""
