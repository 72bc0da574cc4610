"""What llama.cpp refuses."""

from __future__ import annotations


class LlamaError(Exception):
    """llama.cpp said no; the message holds its last words."""
