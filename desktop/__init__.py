"""Everything that imports Qt, and the command line."""
