"""Writes down questions, and their answers while the model writes them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from models.errors import InputError
from models.events import Channel, Token
from models.history import tracing, writing
from models.history.connections import Connections
from models.history.failures import conversation_missing
from models.history.programs import Program
from models.history.records import Attempt, NewAttempt, Saved
from models.history.token_columns import TokenColumns
from models.traces import Deliberated, Step

_SHORT_PATIENCE = 0.1
"""Seconds that a write waits for another program's, where the same is tried again within a second."""


class Recording:
    """From the question to the attempt that counts; what is written belongs to one program until it is finished.

    Args:
        connections: The history's.
        program: Who writes.
    """

    def __init__(self, connections: Connections, program: Program) -> None:
        self._connections = connections
        self._program = program

    def add_question(
        self,
        *,
        question: str,
        conversation_id: str | None,
        parent_id: str | None,
        system_prompt: str,
        effort: str,
        attempts: Sequence[NewAttempt],
        answer_to: str | None = None,
        continued_from_attempt_id: str = "",
    ) -> Saved:
        """Save a question with its empty answer and show it as the conversation's active branch.

        Args:
            question: The question's text; not looked at when `answer_to` is given.
            conversation_id: Where it belongs; None starts a conversation.
            parent_id: The answer that it follows; None starts at the root.
            system_prompt: The system prompt of all its attempts.
            effort: The effort's name.
            attempts: What is about to run, at least one.
            answer_to: A question that gets another answer, instead of a new question.
            continued_from_attempt_id: The attempt whose edited thought the answer continues.

        Raises:
            InputError: The question is empty, or there is no attempt.
            NotInHistory: What it belongs to was deleted.
        """
        now = time.time()
        begun = writing.new_attempts(attempts, system_prompt, effort)
        if answer_to is None and not question.strip():
            raise InputError("The question is empty; type at least one character.")
        with self._connections.writing() as db:
            self._program.sign_in(db)
            home = conversation_id or (None if answer_to else writing.add_conversation(db, question, now))
            if answer_to is None:
                assert home is not None
                asked = writing.add_question(db, home, parent_id, question, now)
            else:
                asked = answer_to
            saved = writing.add_answer(db, asked, begun, continued_from_attempt_id, self._program.id, now)
            if home is not None and saved.conversation_id != home:
                raise conversation_missing()
            return replace(saved, new_conversation=conversation_id is None and answer_to is None)

    def save_progress(self, attempt: Attempt, steps: Sequence[Step] = (), *, after: int = 0) -> None:
        """Save what an attempt has written so far, with its steps if there are any; cheap enough for once a second.

        Another program's lock is waited for only shortly, since the caller comes again soon.

        Args:
            attempt: The attempt.
            steps: Its steps after the one with the number `after`; those up to it are kept as they are.
            after: 0 for all of them.
        """
        with self._connections.writing(patience=_SHORT_PATIENCE) as db:
            self._program.sign_in(db)
            writing.write_attempt(db, attempt, self._program.id)
            if steps:
                tracing.write_steps(db, attempt.id, steps, after=after)

    def finish_attempt(
        self, attempt: Attempt, tokens: TokenColumns | Sequence[tuple[Channel, Token]] = (), steps: Sequence[Step] = ()
    ) -> None:
        """Save an attempt's final state, make it findable and keep its tokens' confidences and its steps."""
        with self._connections.writing() as db:
            self._program.sign_in(db)
            writing.write_attempt(db, attempt, self._program.id)
            if tokens:
                writing.write_confidences(db, attempt.id, tokens)
            if steps:
                tracing.write_steps(db, attempt.id, steps)

    def save_deliberated(self, answer_id: str, deliberated: Deliberated, chosen_attempt_id: str) -> None:
        """Keep how an answer was found, and make `chosen_attempt_id` the one whose answer counts."""
        with self._connections.writing() as db:
            tracing.write_deliberated(db, answer_id, deliberated)
            tracing.choose_attempt(db, answer_id, chosen_attempt_id)

    def choose_attempt(self, answer_id: str, attempt_id: str) -> None:
        """Make an attempt the one whose answer counts."""
        with self._connections.writing() as db:
            tracing.choose_attempt(db, answer_id, attempt_id)
