"""What a model is worth on this machine: its speeds, and how far one copy of it strays from another."""
