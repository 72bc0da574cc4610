"""How the model learns from accepted answers: examples, training in a process of its own, adapters, parity."""
