"""What LoRA adapter files (GGUF) are, and whether they fit a model; read in a process of its own."""
