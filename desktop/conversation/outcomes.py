"""Which outcome card and notice a turn shows."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from desktop.conversation import wording
from desktop.conversation.live import LiveAnswer, Phase
from desktop.conversation.outcome_view import Outcome
from desktop.language.sentences import told
from models.engine.protocol import worth_continuing
from models.events import StopReason
from models.history.records import Attempt, AttemptState

translate = QCoreApplication.translate


def _stopped(tokens: int, *, can_continue: bool) -> Outcome:
    kept = translate("Outcome", "{count} tokens are kept.").format(count=wording.count(tokens))
    return Outcome(translate("Outcome", "Stopped by you"), kept, can_continue=can_continue)


def _failed(message: str, details: str, tokens: int, *, can_continue: bool) -> Outcome:
    kept = translate("Outcome", "Your question is kept.")
    if tokens:
        kept = translate("Outcome", "Your question and these {count} tokens are kept.").format(
            count=wording.count(tokens)
        )
    said = message or translate("Outcome", "The model stopped responding.")
    return Outcome(
        translate("Outcome", "The answer was not finished"),
        f"{told(said)} {kept}",
        details,
        failed=True,
        can_continue=can_continue,
    )


def outcome_of_live(live: LiveAnswer) -> Outcome | None:
    """Return the card of a run that has ended; None when it ended well or runs."""
    return _answerable(_ended(live), live.thought, live.answer)


def outcome_of_attempt(attempt: Attempt) -> Outcome | None:
    """Return the card of a stored attempt; None when it ended well."""
    return _answerable(_stored(attempt), attempt.thought, attempt.answer)


def _answerable(outcome: Outcome | None, thought: str, answer: str) -> Outcome | None:
    """A thought without an answer can be answered from; that it was stopped its panel says already."""
    if outcome is None or answer or not thought.strip():
        return outcome
    told_above = not outcome.failed and outcome.can_continue
    title, message = ("", "") if told_above else (outcome.title, outcome.message)
    return replace(outcome, title=title, message=message, can_answer=True)


def _ended(live: LiveAnswer) -> Outcome | None:
    tokens = live.thought_tokens + live.answer_tokens
    saved = bool(live.answer_id)
    if live.failure is not None:
        failure = live.failure
        return _failed(failure.message, failure.details, tokens, can_continue=failure.can_continue and saved)
    if live.phase is Phase.FAILED:
        return _failed("", "", tokens, can_continue=saved)
    if live.phase is Phase.STOPPED:
        return _stopped(tokens, can_continue=saved)
    return _limit(live.stop_reason or "")


def _stored(attempt: Attempt) -> Outcome | None:
    tokens = attempt.thought_tokens + attempt.answer_tokens
    match attempt.state:
        case AttemptState.STOPPED if attempt.stop_reason == StopReason.CUT:
            return _limit(attempt.stop_reason)
        case AttemptState.STOPPED:
            return _stopped(tokens, can_continue=True)
        case AttemptState.FAILED:
            again = worth_continuing(attempt.error_reason)
            return _failed(attempt.error, attempt.error_details, tokens, can_continue=again)
        case AttemptState.INTERRUPTED:
            message = translate("Outcome", "The program ended while this was being written. {count} tokens are kept.")
            return Outcome(
                translate("Outcome", "Interrupted"), message.format(count=wording.count(tokens)), can_continue=True
            )
        case AttemptState.FINISHED:
            return _limit(attempt.stop_reason)
        case _:
            return None


def dropped_notice(dropped: int) -> str:
    """Return what is said when the oldest turns left the prompt."""
    if not dropped:
        return ""
    if dropped == 1:
        return translate("Outcome", "The oldest turn left the prompt: the context is full. It stays in the history.")
    return translate(
        "Outcome", "The {count} oldest turns left the prompt: the context is full. They stay in the history."
    ).format(count=wording.count(dropped))


def _limit(stop_reason: str) -> Outcome | None:
    if stop_reason == StopReason.ANSWER_LIMIT:
        return Outcome(
            translate("Outcome", "The answer reached its limit of tokens"),
            translate("Outcome", "A higher limit can be chosen in the settings."),
        )
    if stop_reason == StopReason.CONTEXT_FULL:
        return Outcome(
            translate("Outcome", "The context is full"),
            translate("Outcome", "A new question has room again, or a larger context can be chosen."),
        )
    if stop_reason == StopReason.CUT:
        return Outcome(
            translate("Outcome", "The answer went round in circles and was ended"),
            translate("Outcome", "What it had written is kept; asking again may go better."),
        )
    return None
