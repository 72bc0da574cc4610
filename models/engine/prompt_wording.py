"""The words that Rationale itself puts into prompts.

Changing one changes what models see: raise `PROMPT_VERSION` then.
"""

from __future__ import annotations

PROMPT_VERSION = 1
"""The version of these words and of the way messages become a prompt; kept with every attempt."""

CLOSING_NOTE = "I have thought long enough, so I give my answer now."
"""Closes the thought of a model that thinks by itself when a limit is reached; becomes part of the thought."""

IMPOSED_OPENING = "Let me think step by step.\n"
"""Begins the turn in which a model without thinking of its own writes its thought; not part of the thought."""

IMPOSED_ANSWER_REQUEST = "Now give the final answer in one or two short sentences."
"""The user turn that asks such a model for its answer."""
