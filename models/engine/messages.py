"""What a conversation looks like to a model: a list of messages with roles."""

from __future__ import annotations

from typing import Literal

import msgspec

Role = Literal["system", "user", "assistant"]


class Message(msgspec.Struct, frozen=True):
    """One message of a conversation.

    `thought` is what the assistant thought before it wrote `content`; it is "" for other roles and for answers that
    were given at once. A system message whose content is blank counts as not given.
    """

    role: Role
    content: str
    thought: str = ""
