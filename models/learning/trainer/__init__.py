"""The trainer process: the only place that imports torch, transformers, peft and trl."""
