"""What the header of a reasoning panel says in each state."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop.conversation import wording
from desktop.conversation.answer_story import AnswerStory, story_of_answer, story_of_live, whole_seconds
from desktop.conversation.doubts import SURE, drawn_text
from desktop.conversation.live import LiveAnswer, Phase
from desktop.conversation.panel_header import HeaderTag, HeaderText
from models.events import Channel, StopReason, ThoughtEnd, Token
from models.history.records import Answer, Attempt, AttemptState
from models.traces import Ending

translate = QCoreApplication.translate
UNSURE = 0.70
"""Under this mean probability of its tokens an answer is called unsure."""


def live_header(live: LiveAnswer) -> HeaderText:
    """``Thinking · 6.4 s · 271 of 1,024 tokens · attempt 2 of 5``."""
    attempt = live.shown
    used = wording.count(live.thought_tokens)
    if attempt.budget:
        tokens = translate("ReasoningPanel", "{used} of {budget} tokens").format(
            used=used, budget=wording.count(attempt.budget)
        )
    else:
        tokens = translate("ReasoningPanel", "{count} tokens").format(count=used)
    parts = [wording.seconds(live.thinking_seconds()), tokens]
    if live.votes_decide:
        words = translate("ReasoningPanel", "attempt {number} of {count}")
        parts.append(words.format(number=attempt.place, count=live.planned))
    return HeaderText(translate("ReasoningPanel", "Thinking"), " · ".join(parts), "accent.text")


def live_remark(live: LiveAnswer) -> str:
    """Return what the bottom row says while several attempts run: how many have answered, and how many agree."""
    if live.votes is None:
        return translate("ReasoningPanel", "Folds when the thinking ends")
    done = translate("ReasoningPanel", "{count} of {planned} answered").format(
        count=live.votes.finished, planned=live.votes.planned
    )
    leading = max((len(each.attempts) for each in live.votes.groups), default=0)
    return f"{done}, {_agree(leading)}" if leading > 1 else done


def thought_header(story: AnswerStory, seconds: float, thought_end: str = "") -> HeaderText:
    """``Thought for 14.2 s · 612 tokens · 5 attempts · 4 agree``, with why it ended early, repairs or doubt."""
    title = translate("ReasoningPanel", "Thought for {time}").format(time=wording.seconds(seconds))
    tokens = translate("ReasoningPanel", "{count} tokens").format(count=wording.count(story.tokens))
    yours = translate("ReasoningPanel", "began with your words") if story.began_with_yours else ""
    rest = " · ".join(filter(None, (tokens, *_votes(story), yours)))
    shared = story.several and 0 < story.budget <= story.tokens
    if shared and thought_end == ThoughtEnd.ASKED:
        thought_end = ThoughtEnd.BUDGET  # what closed the thoughts was the end of what they share
    tags = [*_ended_early(thought_end), *_repaired(story), *_split(story), *_unsure(story)]
    return HeaderText(title, rest, "text.secondary", tuple(tags))


def stopped_header(story: AnswerStory, seconds: float, *, tag: str) -> HeaderText:
    """``Stopped after 2.1 s · 88 tokens kept · 3 of 5 attempts``, with why, repairs and doubt."""
    title = translate("ReasoningPanel", "Stopped after {time}").format(time=wording.seconds(seconds))
    kept = translate("ReasoningPanel", "{count} tokens kept").format(count=wording.count(story.tokens))
    why = [HeaderTag(tag)] if tag else []
    rest = " · ".join((kept, *_votes(story)))
    return HeaderText(title, rest, "text.secondary", (*why, *_repaired(story), *_split(story), *_unsure(story)))


def no_thinking_header(*, off: bool) -> HeaderText:
    """``No thinking · effort is Off``."""
    return HeaderText(
        translate("ReasoningPanel", "No thinking"),
        translate("ReasoningPanel", "effort is Off")
        if off
        else translate("ReasoningPanel", "the model answered at once"),
    )


def answer_header(answer: Answer) -> HeaderText:
    """The header of a stored answer."""
    attempt, story = answer.chosen, story_of_answer(answer)
    seconds = whole_seconds(answer.attempts) if story.several else thinking_seconds(attempt)
    if not attempt.thought.strip() and not story.tokens:
        return no_thinking_header(off=attempt.thought_budget == 0)
    if attempt.answer or attempt.state is AttemptState.FINISHED:
        return thought_header(story, seconds, attempt.thought_end)
    tags = {
        AttemptState.STOPPED: translate("ReasoningPanel", "stopped by you"),
        AttemptState.INTERRUPTED: translate("ReasoningPanel", "interrupted"),
        AttemptState.FAILED: translate("ReasoningPanel", "failed"),
    }
    tag = _went_round() if attempt.stop_reason == StopReason.CUT else tags.get(attempt.state, "")
    return stopped_header(story, seconds, tag=tag)


def ended_header(live: LiveAnswer) -> HeaderText:
    """The header of a running answer whose thinking has ended."""
    seconds, story = live.thinking_seconds(), story_of_live(live)
    if live.phase.over and not live.answer:
        if live.stop_reason is StopReason.CUT:
            tag = _went_round()
        elif live.phase is Phase.STOPPED:
            tag = translate("ReasoningPanel", "stopped by you")
        else:
            tag = translate("ReasoningPanel", "failed")
        return stopped_header(story, seconds, tag=tag)
    return thought_header(story, seconds, live.shown.thought_end or "")


def thinking_seconds(attempt: Attempt) -> float:
    """Return how long a stored attempt thought (seconds)."""
    if attempt.thought_started_at is None:
        return 0.0
    end = attempt.thought_ended_at or attempt.answer_started_at or attempt.answer_ended_at or attempt.thought_started_at
    return max(end - attempt.thought_started_at, 0.0)


def equations_words(checked: int, holding: int, repaired: int) -> str:
    """Return ``4 of 5 equations hold, 1 was repaired``, or nothing where there was nothing to check."""
    if not checked:
        return ""
    words = translate("ReasoningPanel", "{holding} of {count} equations hold").format(holding=holding, count=checked)
    if not repaired:
        return words
    if repaired == 1:
        return words + translate("ReasoningPanel", ", 1 was repaired")
    return words + translate("ReasoningPanel", ", {count} were repaired").format(count=repaired)


def attempt_words(story: AnswerStory, number: int) -> str:
    """Return ``104 tokens, 2.4 s`` of one among several attempts, that it answered at once, or "" of a single one."""
    if not story.several:
        return ""
    attempt = story.numbered(number)
    if attempt.text.strip() and not attempt.thought.strip():
        return translate("ReasoningPanel", "answered at once")
    words = translate("ReasoningPanel", "{count} tokens, {time}")
    return words.format(count=wording.count(attempt.tokens), time=wording.seconds(attempt.seconds))


def hits_words(count: int) -> str:
    """Return how many places a search has found in the thought."""
    several = translate("ReasoningPanel", "{count} hits").format(count=f"{count:,}")
    return translate("ReasoningPanel", "1 hit") if count == 1 else several


def editing_words(number: int) -> str:
    """Return which step is being changed."""
    return translate("ReasoningPanel", "editing step {number}").format(number=number)


def nothing_doubted_words(thought: str, tokens: Sequence[tuple[Channel, Token]]) -> str:
    """Return why nothing is marked as doubtful in a thought: the model was sure, or its tokens are not known."""
    written = drawn_text(tokens, Channel.THOUGHT)
    if written and thought.endswith(written):
        return translate("ReasoningPanel", "nothing under {share} %").format(share=round(100 * SURE))
    return translate("ReasoningPanel", "how sure the model was is not known")


def _went_round() -> str:
    return translate("ReasoningPanel", "went round in circles")


def _votes(story: AnswerStory) -> list[str]:
    told = story.deliberated
    if told is None or told.planned <= 1:
        return []
    if told.ending is Ending.AGREED and told.finished < told.planned:
        words = translate("ReasoningPanel", "stopped at {count} of {planned}")
    elif told.finished < told.planned:
        words = translate("ReasoningPanel", "{count} of {planned} attempts")
    else:
        words = translate("ReasoningPanel", "{count} attempts")
    parts = [words.format(count=told.finished, planned=told.planned)]
    votes = next((len(each.attempts) for each in told.groups if story.chosen in each.attempts), 0)
    if told.ending is Ending.NO_VOTES:
        parts.append(translate("ReasoningPanel", "no vote"))
    elif votes and told.finished > 1:
        parts.append(_agree(votes) if votes > 1 else translate("ReasoningPanel", "none agree"))
    return parts


def _agree(count: int) -> str:
    return translate("ReasoningPanel", "{count} agree").format(count=count)


def _ended_early(thought_end: str) -> list[HeaderTag]:
    if thought_end == ThoughtEnd.BUDGET:
        return [HeaderTag(translate("ReasoningPanel", "budget used up"), "warn.text", "warn.soft")]
    if thought_end == ThoughtEnd.TIME:
        return [HeaderTag(translate("ReasoningPanel", "time used up"), "warn.text", "warn.soft")]
    return [HeaderTag(translate("ReasoningPanel", "answered early"))] if thought_end == ThoughtEnd.ASKED else []


def _repaired(story: AnswerStory) -> list[HeaderTag]:
    if not story.repairs:
        return []
    words = translate("ReasoningPanel", "{count} repaired").format(count=story.repairs)
    return [HeaderTag(words, "ok.text", "ok.soft", "repaired", folded_only=True)]


def _split(story: AnswerStory) -> list[HeaderTag]:
    return [HeaderTag(translate("ReasoningPanel", "split vote"), "warn.text", "warn.soft")] if story.split else []


def _unsure(story: AnswerStory) -> list[HeaderTag]:
    mean = story.numbered(story.chosen).mean_logprob
    if mean is None or (probability := math.exp(min(mean, 0.0))) >= UNSURE:
        return []
    words = translate("ReasoningPanel", "unsure, {share} %").format(share=round(100 * probability))
    return [HeaderTag(words, "warn.text", "warn.soft")]
