"""What the header of a reasoning panel says in each state."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.conversation import wording
from desktop.conversation.live import LiveAnswer
from desktop.conversation.panel_header import HeaderText
from models.events import ThoughtEnd
from models.history.records import Attempt, AttemptState

translate = QCoreApplication.translate


def live_header(live: LiveAnswer) -> HeaderText:
    """``Thinking · 6.4 s · 271 of 1,024 tokens``."""
    attempt = live.shown
    used = wording.count(attempt.thought_tokens)
    if attempt.budget:
        tokens = translate("ReasoningPanel", "{used} of {budget} tokens").format(
            used=used, budget=wording.count(attempt.budget)
        )
    else:
        tokens = translate("ReasoningPanel", "{count} tokens").format(count=used)
    return HeaderText(
        translate("ReasoningPanel", "Thinking"), f"{wording.seconds(live.thinking_seconds())} · {tokens}", "accent.text"
    )


def thought_header(seconds: float, tokens: int, thought_end: str = "") -> HeaderText:
    """``Thought for 14.2 s · 612 tokens``, with why it ended early."""
    title = translate("ReasoningPanel", "Thought for {time}").format(time=wording.seconds(seconds))
    rest = translate("ReasoningPanel", "{count} tokens").format(count=wording.count(tokens))
    tag, role, background = "", "text.secondary", "bg.hover"
    if thought_end in (ThoughtEnd.BUDGET, ThoughtEnd.TIME):
        tag = (
            translate("ReasoningPanel", "budget used up")
            if thought_end == ThoughtEnd.BUDGET
            else translate("ReasoningPanel", "time used up")
        )
        role, background = "warn.text", "warn.soft"
    elif thought_end == ThoughtEnd.ASKED:
        tag = translate("ReasoningPanel", "answered early")
    return HeaderText(title, rest, "text.secondary", tag, role, background)


def stopped_header(seconds: float, tokens: int, *, tag: str) -> HeaderText:
    """``Stopped after 2.1 s · 88 tokens kept``."""
    title = translate("ReasoningPanel", "Stopped after {time}").format(time=wording.seconds(seconds))
    return HeaderText(
        title,
        translate("ReasoningPanel", "{count} tokens kept").format(count=wording.count(tokens)),
        "text.secondary",
        tag,
    )


def no_thinking_header(*, off: bool) -> HeaderText:
    """``No thinking · effort is Off``."""
    return HeaderText(
        translate("ReasoningPanel", "No thinking"),
        translate("ReasoningPanel", "effort is Off")
        if off
        else translate("ReasoningPanel", "the model answered at once"),
    )


def attempt_header(attempt: Attempt) -> HeaderText:
    """The header of a stored attempt."""
    seconds = thinking_seconds(attempt)
    if not attempt.thought.strip() and not attempt.thought_tokens:
        return no_thinking_header(off=attempt.thought_budget == 0)
    if attempt.answer or attempt.state is AttemptState.FINISHED:
        return thought_header(seconds, attempt.thought_tokens, attempt.thought_end)
    tags = {
        AttemptState.STOPPED: translate("ReasoningPanel", "stopped by you"),
        AttemptState.INTERRUPTED: translate("ReasoningPanel", "interrupted"),
        AttemptState.FAILED: translate("ReasoningPanel", "failed"),
    }
    return stopped_header(seconds, attempt.thought_tokens, tag=tags.get(attempt.state, ""))


def thinking_seconds(attempt: Attempt) -> float:
    """Return how long a stored attempt thought (seconds)."""
    if attempt.thought_started_at is None:
        return 0.0
    end = attempt.thought_ended_at or attempt.answer_started_at or attempt.answer_ended_at or attempt.thought_started_at
    return max(end - attempt.thought_started_at, 0.0)
