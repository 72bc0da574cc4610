"""Measures the window on this machine: `rationale bench window`."""
