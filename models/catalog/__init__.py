"""Which models exist, what they are, and whether they fit into memory; reads files only, never llama.cpp."""
