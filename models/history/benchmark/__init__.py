"""Measures the history as it is after years of use."""
