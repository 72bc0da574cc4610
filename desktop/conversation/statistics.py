"""The figures of an attempt as pairs of name and value, in the order in which they are read."""

from __future__ import annotations

import json

from PySide6.QtCore import QCoreApplication

from desktop.conversation import wording
from desktop.conversation.panel_words import thinking_seconds
from models.events import StopReason, ThoughtEnd
from models.history.records import Attempt

Row = tuple[str, str]
translate = QCoreApplication.translate


def statistics_of(attempt: Attempt) -> list[Row]:
    """Return what is known of an attempt; what was not measured is left out, never shown as zero."""
    rows = [*_tokens(attempt), *_times(attempt), *_makers(attempt)]
    return [(name, value) for name, value in rows if value]


def as_text(rows: list[Row]) -> str:
    """Return the figures as lines for the clipboard."""
    return "\n".join(f"{name}: {value}" for name, value in rows)


def _tokens(attempt: Attempt) -> list[Row]:
    used = attempt.prompt_tokens + attempt.thought_tokens + attempt.answer_tokens
    prompt = wording.count(attempt.prompt_tokens)
    if attempt.cached_tokens:
        prompt = translate("Statistics", "{prompt} ({cached} kept from before)").format(
            prompt=prompt, cached=wording.count(attempt.cached_tokens)
        )
    thought = wording.count(attempt.thought_tokens)
    if attempt.thought_budget:
        thought = translate("Statistics", "{used} of {budget}").format(
            used=thought, budget=wording.count(attempt.thought_budget)
        )
    speed = attempt.tokens_per_second
    return [
        (translate("Statistics", "Thought tokens"), thought),
        (translate("Statistics", "Answer tokens"), wording.count(attempt.answer_tokens)),
        (translate("Statistics", "Prompt tokens"), prompt if attempt.prompt_tokens else ""),
        (translate("Statistics", "Context used"), wording.count(used) if attempt.prompt_tokens else ""),
        (
            translate("Statistics", "Speed"),
            translate("Statistics", "{0} tok/s").format(f"{speed:.1f}") if speed else "",
        ),
    ]


def _times(attempt: Attempt) -> list[Row]:
    answering = ""
    if attempt.answer_started_at and attempt.answer_ended_at:
        answering = wording.seconds(max(attempt.answer_ended_at - attempt.answer_started_at, 0.0))
    first = attempt.time_to_first_token
    thought = thinking_seconds(attempt) if attempt.thought_started_at else 0.0
    return [
        (translate("Statistics", "First token after"), "" if first is None else wording.seconds(first)),
        (translate("Statistics", "Thinking"), wording.seconds(thought) if thought else ""),
        (translate("Statistics", "Answering"), answering),
    ]


def _makers(attempt: Attempt) -> list[Row]:
    return [
        (translate("Statistics", "Model"), attempt.model_name),
        (translate("Statistics", "Adapter"), attempt.adapter_id or translate("Statistics", "none")),
        (translate("Statistics", "Effort"), _effort(attempt.effort)),
        (translate("Statistics", "Seed"), str(attempt.seed)),
        (translate("Statistics", "Sampling"), _sampling(attempt.sampling)),
        (translate("Statistics", "Thought ended"), _thought_end(attempt.thought_end)),
        (translate("Statistics", "Answer ended"), _stop_reason(attempt.stop_reason)),
    ]


def _effort(name: str) -> str:
    words = {
        "off": translate("EffortBar", "Off"),
        "quick": translate("EffortBar", "Quick"),
        "standard": translate("EffortBar", "Standard"),
        "deep": translate("EffortBar", "Deep"),
        "own": translate("EffortBar", "Own"),
    }
    return words.get(name, name)


def _thought_end(reason: str) -> str:
    words = {
        ThoughtEnd.MODEL: translate("Statistics", "by the model itself"),
        ThoughtEnd.BUDGET: translate("Statistics", "budget used up"),
        ThoughtEnd.TIME: translate("Statistics", "time used up"),
        ThoughtEnd.ASKED: translate("Statistics", "asked to answer now"),
    }
    return {str(key): value for key, value in words.items()}.get(reason, reason)


def _stop_reason(reason: str) -> str:
    words = {
        StopReason.FINISHED: translate("Statistics", "by the model itself"),
        StopReason.ANSWER_LIMIT: translate("Statistics", "reserve of answer tokens used up"),
        StopReason.CONTEXT_FULL: translate("Statistics", "context full"),
        StopReason.STOPPED: translate("Statistics", "stopped"),
        StopReason.FAILED: translate("Statistics", "the engine failed"),
        StopReason.CUT: translate("Statistics", "it went round in circles"),
        StopReason.DROPPED: translate("Statistics", "other attempts had answered"),
        StopReason.INTERRUPTED: translate("Statistics", "interrupted"),
    }
    return {str(key): value for key, value in words.items()}.get(reason, reason)


def _sampling(text: str) -> str:
    try:
        values = json.loads(text)
    except ValueError:
        return ""
    if not isinstance(values, dict):
        return ""
    return ", ".join(f"{str(key).replace('_', ' ')} {value}" for key, value in values.items())
