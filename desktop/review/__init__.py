"""Leads through the answers that nobody has judged yet."""
