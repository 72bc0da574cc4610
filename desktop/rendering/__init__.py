"""Markdown to widgets: split while it streams, sanitised, with code, tables and formulas as widgets of their own."""
