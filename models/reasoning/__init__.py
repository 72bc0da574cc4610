"""How hard to think, and what an attempt's answer is."""
