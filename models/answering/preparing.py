"""Makes runs ready: a new question, another answer to an old one, or an answer taken up where it stopped."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from models.answering.ask_request import NO_ADAPTER, AskRequest, checked_question, checked_seed
from models.answering.experience import experience_with
from models.answering.record import RunRecord
from models.answering.requests import (
    conversation_messages,
    deliberation_plan,
    generate_request,
)
from models.engine.messages import Message
from models.engine.prompt_wording import PROMPT_VERSION
from models.engine.protocol import AdapterChoice, Generate
from models.errors import Bug, InputError
from models.events import Channel, QuestionSaved, ThoughtEnd, Token
from models.history.records import Attempt, AttemptState, NewAttempt, Turn
from models.history.store import Store
from models.identifiers import new_id
from models.reasoning.deliberation.plan import DeliberationPlan
from models.reasoning.effort import Effort, effort_named
from models.settings import SamplingSettings, Settings


@dataclass(frozen=True, slots=True)
class PreparedRun:
    """A run that can be sent: its record, what is asked, and the event that tells where it was saved.

    With a `plan` it deliberates; otherwise `request` goes to the engine as it is.
    """

    record: RunRecord
    request: Generate
    saved: QuestionSaved
    plan: DeliberationPlan | None = None
    takes_adapter_in_use: bool = False
    """Whether it is answered with the adapter that is in use when it is sent."""

    def with_adapter(self, adapter_id: str, choice: AdapterChoice) -> PreparedRun:
        """Return the run as it is answered with an adapter."""
        self.record.adapted_by(adapter_id)
        plan = replace(self.plan, adapter=choice) if self.plan is not None else None
        return replace(self, request=msgspec.structs.replace(self.request, adapter=choice), plan=plan)


@dataclass(frozen=True, slots=True)
class _Edited:
    """A thought that the user has changed: the attempt it was, and the words that are kept."""

    attempt_id: str
    thought: str


class RunPreparer:
    """Makes runs ready with the settings and the history as they are.

    Args:
        store: The history; None keeps nothing.
        adapters: The folder of the user's adapters, where an earlier answer's is found again.
    """

    def __init__(self, store: Store | None, adapters: Path) -> None:
        self._store = store
        self._adapters = adapters

    def ask(self, run: str, request: AskRequest, settings: Settings) -> PreparedRun:
        """Save a new question and return its run.

        Raises:
            InputError: The question is empty or too long, or the history cannot be written.
        """
        question = checked_question(request.question)
        system = settings.system_prompt if request.system_prompt is None else request.system_prompt
        request = replace(request, question=question, system_prompt=system)
        return self._begin(run, request, settings, self._earlier_turns(request.conversation_id, request.parent_id))

    def regenerate(self, run: str, answer_id: str, effort: Effort | None, settings: Settings) -> PreparedRun:
        """Save another answer to the question of `answer_id` and return its run."""
        turn, chosen = self._turn(answer_id)
        request = AskRequest(
            turn.question.text,
            effort or _effort_of(chosen, settings),
            conversation_id=turn.question.conversation_id,
            parent_id=turn.question.parent_id,
            system_prompt=chosen.system_prompt,
            adapter=self._adapter_of(chosen),
        )
        earlier = self._earlier_turns(request.conversation_id, request.parent_id)
        return self._begin(run, request, settings, earlier, answer_to=turn.question.id)

    def edit_thought(self, run: str, answer_id: str, thought: str, settings: Settings) -> PreparedRun:
        """Save another answer to the question of `answer_id`, whose thought begins with `thought`; return its run.

        Raises:
            InputError: The thought is empty.
        """
        if not thought.strip():
            raise InputError("The thought is empty; keep at least its first words, or ask again.")
        turn, chosen = self._turn(answer_id)
        effort = _effort_of(chosen, settings)
        request = AskRequest(
            turn.question.text,
            effort if effort.thought_tokens else effort.with_thought_tokens(settings.thought_tokens),
            conversation_id=turn.question.conversation_id,
            parent_id=turn.question.parent_id,
            system_prompt=chosen.system_prompt,
            sampling=msgspec.json.decode(chosen.sampling, type=SamplingSettings),
            adapter=self._adapter_of(chosen),
        )
        earlier = self._earlier_turns(request.conversation_id, request.parent_id)
        edited = _Edited(chosen.id, thought)
        return self._begin(run, request, settings, earlier, answer_to=turn.question.id, edited=edited)

    def continue_answer(
        self, run: str, answer_id: str, settings: Settings, *, close_thought: bool = False
    ) -> PreparedRun:
        """Return the run that goes on with an answer that was stopped, interrupted or failed.

        With `close_thought` it thinks no further and answers from what is there.
        """
        turn, chosen = self._turn(answer_id)
        chosen = replace(
            chosen, state=AttemptState.STREAMING, stop_reason="", error="", error_reason="", error_details=""
        )
        if close_thought and not chosen.answer:
            chosen = replace(
                chosen,
                thought_ended_at=chosen.thought_ended_at or time.time(),
                thought_end=chosen.thought_end or ThoughtEnd.ASKED,
            )
        self._needed_store().recording.save_progress(chosen)
        question = turn.question
        request = AskRequest(
            question.text,
            _effort_of(chosen, settings),
            conversation_id=question.conversation_id,
            system_prompt=chosen.system_prompt,
            sampling=msgspec.json.decode(chosen.sampling, type=SamplingSettings),
            adapter=self._adapter_of(chosen) or NO_ADAPTER,
        )
        saved = QuestionSaved(run, question.conversation_id, question.id, answer_id, (chosen.id,), False)
        earlier = self._earlier_turns(question.conversation_id, question.parent_id)
        return _prepared(
            request, settings, earlier, [chosen], saved, self._store, self._needed_store().token_confidences(chosen.id)
        )

    def _begin(
        self,
        run: str,
        request: AskRequest,
        settings: Settings,
        earlier: list[Turn],
        *,
        answer_to: str | None = None,
        edited: _Edited | None = None,
    ) -> PreparedRun:
        attempts = [self._new_attempt(request, settings)]
        if self._store is None or not request.save:
            fresh = [_unsaved(number, each, request) for number, each in enumerate(attempts, 1)]
            ids = tuple(each.id for each in fresh)
            return _prepared(request, settings, earlier, fresh, QuestionSaved(run, "", "", "", ids, False), self._store)
        saved = self._store.recording.add_question(
            question=request.question,
            conversation_id=request.conversation_id,
            parent_id=request.parent_id,
            system_prompt=request.system_prompt or "",
            effort=request.effort.name,
            attempts=attempts,
            answer_to=answer_to,
            continued_from_attempt_id=edited.attempt_id if edited else "",
        )
        event = QuestionSaved(
            run, saved.conversation_id, saved.question_id, saved.answer_id, saved.attempt_ids, saved.new_conversation
        )
        begun = [self._store.attempt(each) for each in saved.attempt_ids]
        if edited is not None:
            begun = [replace(each, thought=edited.thought) for each in begun]
            for each in begun:
                self._store.recording.save_progress(each)
        return _prepared(request, settings, earlier, begun, event, self._store)

    def _new_attempt(self, request: AskRequest, settings: Settings) -> NewAttempt:
        """The first attempt; the others are added when they begin."""
        return NewAttempt(
            adapter_id=Path(path).stem if (path := _path_of(request)) else "",
            thought_budget=request.effort.thought_tokens,
            sampling=msgspec.json.encode(request.sampling or settings.sampling).decode(),
            seed=checked_seed(request.seed),
            prompt_version=PROMPT_VERSION,
        )

    def _earlier_turns(self, conversation_id: str | None, parent_id: str | None) -> list[Turn]:
        """The turns that lead to the answer `parent_id`."""
        if self._store is None or conversation_id is None or parent_id is None:
            return []
        return self._store.path(conversation_id, leaf=parent_id)

    def _adapter_of(self, attempt: Attempt) -> str | None:
        """The adapter that an attempt was made with, None without one or when it is gone."""
        path = self._adapters / f"{attempt.adapter_id}.gguf"
        return str(path) if attempt.adapter_id and path.is_file() else None

    def _turn(self, answer_id: str) -> tuple[Turn, Attempt]:
        turn = self._needed_store().turn_of_answer(answer_id)
        if turn.answer is None:
            raise Bug(f"the turn of answer {answer_id} came without its answer")
        return turn, turn.answer.chosen

    def _needed_store(self) -> Store:
        if self._store is None:
            raise Bug("an answer that was not kept cannot be taken up again")
        return self._store


def _prepared(
    request: AskRequest,
    settings: Settings,
    earlier: list[Turn],
    attempts: list[Attempt],
    saved: QuestionSaved,
    store: Store | None,
    earlier_tokens: Sequence[tuple[Channel, Token]] = (),
) -> PreparedRun:
    messages: tuple[Message, ...] = conversation_messages(request.system_prompt or "", earlier, request.question)
    sampling = request.sampling or settings.sampling
    keep_thoughts = settings.keep_thoughts if request.keep_thoughts is None else request.keep_thoughts
    wanted = generate_request(
        saved.run,
        messages=messages,
        attempts=attempts,
        effort=request.effort,
        sampling=sampling,
        adapter=_path_of(request),
        keep_thoughts=keep_thoughts,
    )
    plan = deliberation_plan(
        saved.run,
        question=request.question,
        messages=messages,
        attempt=attempts[0],
        effort=request.effort,
        sampling=sampling,
        adapter=_path_of(request),
        keep_thoughts=keep_thoughts,
        experience=lambda: experience_with(store, request.question),
    )
    record = RunRecord(
        saved.run,
        answer_id=saved.answer_id,
        attempts=attempts,
        saved=bool(saved.answer_id),
        earlier_tokens=earlier_tokens,
    )
    return PreparedRun(record, wanted, saved, plan, takes_adapter_in_use=request.adapter is None)


def _path_of(request: AskRequest) -> str | None:
    """The adapter that is asked for by path."""
    return None if request.adapter == NO_ADAPTER else request.adapter


def _unsaved(number: int, new: NewAttempt, request: AskRequest) -> Attempt:
    return Attempt(
        id=new_id(),
        answer_id="",
        number=number,
        created_at=time.time(),
        adapter_id=new.adapter_id,
        effort=request.effort.name,
        thought_budget=new.thought_budget,
        sampling=new.sampling,
        seed=new.seed,
        system_prompt=request.system_prompt or "",
        prompt_version=new.prompt_version,
    )


def _effort_of(attempt: Attempt, settings: Settings) -> Effort:
    """The effort that an attempt was made with, budgets as they are set now."""
    effort = effort_named(
        attempt.effort or settings.effort,
        thought_tokens=settings.thought_tokens,
        answer_tokens=settings.answer_tokens,
        seconds=settings.thinking_seconds,
    )
    return replace(effort, thought_tokens=attempt.thought_budget)
