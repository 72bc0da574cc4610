"""Keeps the words of a conversation words, where they spell a control token of the model.

A prompt is one text in which `<|im_end|>` ends a turn. Where a question quotes it (a pasted log, a page that means
harm), it must not. So a mark is put inside the spelling before the template is filled, and the prompt is tokenized
part by part between the marks: the model reads the same characters, and no part holds a whole control token.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from models.engine.llama.vocabulary import Vocabulary
from models.engine.messages import Message

_MARK = "\ue002"
"""Of the private use area, as the places that stand for words while a template is filled."""


def defused(vocabulary: Vocabulary, text: str) -> str:
    """Return `text` with a mark inside every control token that it spells; other text is returned as it is."""
    text = text.replace(_MARK, "")
    for token in dict.fromkeys(vocabulary.tokenize(text)) if text else ():
        if vocabulary.is_control(token):
            spelling = vocabulary.piece(token).decode("utf-8", "replace")
            text = text.replace(spelling, spelling[:1] + _MARK + spelling[1:])
    return text


def defused_messages(vocabulary: Vocabulary, messages: Sequence[Message]) -> list[Message]:
    """Return the messages with their words defused."""
    return [
        msgspec.structs.replace(
            each, content=defused(vocabulary, each.content), thought=defused(vocabulary, each.thought)
        )
        for each in messages
    ]


def tokenize_prompt(vocabulary: Vocabulary, prompt: str, *, add_special: bool) -> list[int]:
    """Return the tokens of a prompt whose words are defused."""
    first, *rest = prompt.split(_MARK)
    tokens = vocabulary.tokenize(first, add_special=add_special)
    for part in rest:
        tokens += vocabulary.tokenize(part)
    return tokens
