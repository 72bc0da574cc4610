"""Arithmetic as people and models write it: read from text, with units and labels, and computed exactly."""
