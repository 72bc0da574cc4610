"""Which attempt of an answer a panel shows, with its steps, which are asked for only when they are to be seen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QObject, Signal

from desktop.conversation.answer_story import AnswerStory, AttemptStory, equations_in, first_difference
from desktop.conversation.attempt_numbers import AttemptNumbers
from desktop.conversation.live import LiveAnswer
from desktop.conversation.panel_words import attempt_words, equations_words
from desktop.conversation.thought_body import ThoughtBody
from models.traces import Step


@dataclass(frozen=True)
class KnownSteps:
    """The steps of an attempt, and the thought that they were found in."""

    thought: str
    steps: tuple[Step, ...] = ()

    @cached_property
    def equations(self) -> tuple[int, int, int]:
        """How many equations were checked, how many of them hold, and how many false steps were repaired."""
        return equations_in(self.steps)


_NO_STEPS = KnownSteps("")


class ShownThought(QObject):
    """Fills the body of a panel, and the numbers of the attempts in its header."""

    steps_wanted = Signal(str)
    """The attempt whose steps are to be brought."""
    filled = Signal()
    """The body shows the attempt, or does so once its steps are brought."""

    def __init__(self, body: ThoughtBody, numbers: AttemptNumbers) -> None:
        super().__init__(body)
        self._body, self._numbers = body, numbers
        self.live: LiveAnswer | None = None
        """The answer while it runs; None for a stored one."""
        self.story: AnswerStory | None = None
        """How the answer was found; None while it is being sought."""
        self.number = 0
        """The number of the attempt."""
        self.tinted = False
        """Whether doubtful tokens are marked in the plain text of the thought, which then stays in view."""
        self._steps: dict[str, KnownSteps] = {}
        """The steps of attempts by their ids."""
        self._asked: set[str] = set()
        self._told: tuple[AnswerStory, int] | None = None

    @property
    def thought(self) -> str:
        """The thought that is shown, as the model wrote it."""
        if self._body.live:
            return self._body.live_thought
        return self._attempt.thought if self.story is not None else ""

    @property
    def attempt_id(self) -> str:
        """The id of the attempt."""
        return self._attempt.attempt_id if self.story is not None else ""

    @property
    def shows_chosen(self) -> bool:
        """Whether the attempt is the one whose answer counts."""
        return self.story is None or self.number == self.story.chosen

    @property
    def over(self) -> bool:
        """Whether the answer has ended."""
        return self.live is None or self.live.phase.over

    @property
    def waiting(self) -> bool:
        """Whether steps are being brought."""
        return bool(self._asked)

    def show_story(self, story: AnswerStory) -> None:
        """Tell of this answer; an attempt that the reader chose stays in view."""
        known = {each.number for each in story.attempts}
        kept = self.story is not None and self.number in known and self.number != self.story.chosen
        self.number = self.number if kept else story.chosen
        self.story = story
        self._numbers.show_attempts(story, self.number)

    def choose(self, number: int) -> bool:
        """Take another attempt; returns whether there is one of this number."""
        if self.story is None or number not in {each.number for each in self.story.attempts}:
            return False
        self.number = number
        return True

    def choose_id(self, attempt_id: str) -> None:
        """Take the attempt with this id, if there is one."""
        for each in self.story.attempts if self.story is not None else ():
            if each.attempt_id == attempt_id:
                self.number = each.number

    def take(self, attempt_id: str, steps: tuple[Step, ...]) -> bool:
        """Keep the steps of an attempt; returns whether it is one of this answer's."""
        self._asked.discard(attempt_id)
        for each in self.story.attempts if self.story is not None else ():
            if each.attempt_id == attempt_id:
                known = KnownSteps(each.thought, steps)
                if self._steps.get(attempt_id) != known:
                    self._steps[attempt_id] = known
                return True
        return False

    def fill(self, *, now: bool = False) -> None:
        """Show the attempt: its steps when they are known, else ask for them.

        Args:
            now: Whether plain text is shown until the steps come; else what is shown stays that long, unless nothing
                tells that there are steps at all.
        """
        if self.tinted:
            return
        if self.story is not None:
            self._fill(self.story, now=now)
            self._numbers.show_attempts(self.story, self.number)
        self.filled.emit()

    def has_beside(self, attempt_id: str) -> bool:
        """Whether the answer has this attempt beside the one that counts: what it led to is read with its thought."""
        if self.story is None or self._body.live:
            return False
        others = (each for each in self.story.attempts if each.number != self.story.chosen)
        return any(each.attempt_id == attempt_id for each in others)

    def _fill(self, story: AnswerStory, *, now: bool) -> None:
        if self._told != (story, self.number):
            self._body.show_story(story, self.number)
            self._told = (story, self.number)
        attempt = self._attempt
        known = self._known(attempt)
        others = _NO_STEPS if self.shows_chosen else self._known(story.numbered(story.chosen))
        if known is None or others is None:
            if now or story.deliberated is None:
                self._body.show_plain(attempt.thought)
            return
        steps = known.steps
        answer = "" if self.shows_chosen else attempt.text
        if not steps and not answer.strip():
            self._body.show_plain(attempt.thought)
        else:
            chosen = story.numbered(story.chosen).thought
            difference = 0 if self.shows_chosen else first_difference(attempt.thought, steps, chosen, others.steps)
            self._body.show_steps(attempt.thought, steps, difference=difference, answer=answer)
        self._body.take.setVisible(not self.shows_chosen and bool(attempt.text.strip()))
        words = (attempt_words(story, self.number), equations_words(*known.equations))
        self._body.fold_row.set_right(" · ".join(filter(None, words)))

    @property
    def _attempt(self) -> AttemptStory:
        assert self.story is not None
        return self.story.numbered(self.number)

    def _known(self, attempt: AttemptStory) -> KnownSteps | None:
        """Return the steps of an attempt; None while they are being brought."""
        if not attempt.thought.strip() or not attempt.attempt_id:
            return _NO_STEPS
        found = self._steps.get(attempt.attempt_id)
        if found is not None and found.thought == attempt.thought:
            return found
        if attempt.attempt_id not in self._asked:
            self._asked.add(attempt.attempt_id)
            self.steps_wanted.emit(attempt.attempt_id)
        return None
