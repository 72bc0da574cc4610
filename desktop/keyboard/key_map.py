"""Every key of the window as data: what it is called, its keys, and where it works."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence


class Place(StrEnum):
    """Where a key works."""

    ANYWHERE = "anywhere"
    COMPOSER = "composer"
    LIVE = "live"
    TRANSCRIPT = "transcript"
    FIRST_START = "first start"
    LEARNING = "learning"
    REVIEW = "review"
    MODELS = "models"


@dataclass(frozen=True, slots=True)
class Key:
    """One entry.

    Args:
        id: What the code calls it.
        keys: Key sequences in Qt's portable form; the first is the one that is shown.
        place: Where it works.
        typed: Whether the widget that has the focus handles it itself, because it is part of writing or scrolling.
    """

    id: str
    keys: tuple[str, ...]
    place: Place
    typed: bool = False

    @property
    def single_letter(self) -> bool:
        """Whether a text input would write it."""
        return "+" not in self.keys[0].removeprefix("Shift+") and len(self.keys[0].removeprefix("Shift+")) == 1

    @property
    def shown(self) -> str:
        """The keys as this platform writes them: "Ctrl+N"."""
        return QKeySequence(self.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)

    @property
    def caps(self) -> str:
        """The keys as they stand in a frame: "Ctrl N"."""
        head, plus, last = self.shown.rpartition("+")
        return f"{head.replace('+', ' ')} {last}" if plus and head else self.shown


KEYS = (
    Key("new_question", ("Ctrl+N",), Place.ANYWHERE),
    Key("search", ("Ctrl+K",), Place.ANYWHERE),
    Key("palette", ("Ctrl+Shift+P",), Place.ANYWHERE),
    Key("questions", ("Ctrl+1",), Place.ANYWHERE),
    Key("review", ("Ctrl+2",), Place.ANYWHERE),
    Key("learning", ("Ctrl+3",), Place.ANYWHERE),
    Key("models", ("Ctrl+4",), Place.ANYWHERE),
    Key("sidebar", ("Ctrl+B",), Place.ANYWHERE),
    Key("export", ("Ctrl+Shift+E",), Place.ANYWHERE),
    Key("export_all", ("Ctrl+Alt+E",), Place.ANYWHERE),
    Key("settings", ("Ctrl+,",), Place.ANYWHERE),
    Key("compare_adapter", ("Ctrl+Shift+B",), Place.ANYWHERE),
    Key("undo_rating", ("Ctrl+Z",), Place.ANYWHERE),
    Key("fold_newest", ("Ctrl+T",), Place.ANYWHERE),
    Key("keys", ("?",), Place.ANYWHERE),
    Key("leave", ("Esc",), Place.ANYWHERE),
    Key("send", ("Enter",), Place.COMPOSER, typed=True),
    Key("new_line", ("Shift+Enter",), Place.COMPOSER, typed=True),
    Key("next_effort", ("Ctrl+E",), Place.COMPOSER),
    Key("edit_last", ("Up",), Place.COMPOSER, typed=True),
    Key("answer_now", ("Ctrl+Enter", "Ctrl+Return"), Place.LIVE),
    Key("stop", ("Esc",), Place.LIVE, typed=True),
    Key("fold", ("T",), Place.TRANSCRIPT),
    Key("fold_all", ("Shift+T",), Place.TRANSCRIPT),
    Key("previous_branch", ("Alt+Left",), Place.TRANSCRIPT),
    Key("next_branch", ("Alt+Right",), Place.TRANSCRIPT),
    Key("next_step", ("J",), Place.TRANSCRIPT),
    Key("previous_step", ("K",), Place.TRANSCRIPT),
    Key("attempt_1", ("Alt+1",), Place.TRANSCRIPT),
    Key("attempt_2", ("Alt+2",), Place.TRANSCRIPT),
    Key("attempt_3", ("Alt+3",), Place.TRANSCRIPT),
    Key("attempt_4", ("Alt+4",), Place.TRANSCRIPT),
    Key("attempt_5", ("Alt+5",), Place.TRANSCRIPT),
    Key("accept", ("A",), Place.TRANSCRIPT),
    Key("reject", ("R",), Place.TRANSCRIPT),
    Key("correct", ("C",), Place.TRANSCRIPT),
    Key("step_good", ("G",), Place.TRANSCRIPT),
    Key("step_bad", ("B",), Place.TRANSCRIPT),
    Key("step_first_wrong", ("F",), Place.TRANSCRIPT),
    Key("step_note", ("N",), Place.TRANSCRIPT),
    Key("edit_thought", ("E",), Place.TRANSCRIPT),
    Key("confidence", ("H",), Place.TRANSCRIPT),
    Key("find", ("Ctrl+F",), Place.TRANSCRIPT),
    Key("rename", ("F2",), Place.TRANSCRIPT),
    Key("find_next", ("F3",), Place.TRANSCRIPT),
    Key("find_previous", ("Shift+F3",), Place.TRANSCRIPT),
    Key("copy_answer", ("Ctrl+Shift+C",), Place.TRANSCRIPT),
    Key("oldest", ("Home",), Place.TRANSCRIPT, typed=True),
    Key("newest", ("End",), Place.TRANSCRIPT, typed=True),
    Key("review_next_step", ("J",), Place.REVIEW),
    Key("review_previous_step", ("K",), Place.REVIEW),
    Key("review_step_good", ("G",), Place.REVIEW),
    Key("review_step_bad", ("B",), Place.REVIEW),
    Key("review_step_first_wrong", ("F",), Place.REVIEW),
    Key("review_note", ("N",), Place.REVIEW),
    Key("review_accept", ("A",), Place.REVIEW),
    Key("review_reject", ("R",), Place.REVIEW),
    Key("review_correct", ("C",), Place.REVIEW),
    Key("review_reason_1", ("1",), Place.REVIEW),
    Key("review_reason_2", ("2",), Place.REVIEW),
    Key("review_reason_3", ("3",), Place.REVIEW),
    Key("review_reason_4", ("4",), Place.REVIEW),
    Key("review_reason_5", ("5",), Place.REVIEW),
    Key("review_save", ("Enter",), Place.REVIEW, typed=True),
    Key("review_continue", ("Ctrl+Return", "Ctrl+Enter"), Place.REVIEW),
    Key("review_skip", ("S",), Place.REVIEW),
    Key("review_next", ("Alt+Down",), Place.REVIEW),
    Key("review_previous", ("Alt+Up",), Place.REVIEW),
    Key("review_use_other", ("U",), Place.REVIEW),
    Key("review_compare", ("V",), Place.REVIEW),
    Key("review_left", ("Left",), Place.REVIEW, typed=True),
    Key("review_right", ("Right",), Place.REVIEW, typed=True),
    Key("review_attempt_1", ("Alt+1",), Place.REVIEW),
    Key("review_attempt_2", ("Alt+2",), Place.REVIEW),
    Key("review_attempt_3", ("Alt+3",), Place.REVIEW),
    Key("review_attempt_4", ("Alt+4",), Place.REVIEW),
    Key("review_attempt_5", ("Alt+5",), Place.REVIEW),
    Key("review_part", ("P",), Place.REVIEW),
    Key("review_filter", ("L",), Place.REVIEW),
    Key("review_open", ("O",), Place.REVIEW),
    Key("pause_learning", ("P",), Place.LEARNING),
    Key("model_load", ("Enter",), Place.MODELS, typed=True),
    Key("model_details", ("Space",), Place.MODELS, typed=True),
    Key("model_cancel", ("Del",), Place.MODELS, typed=True),
    Key("model_search", ("/",), Place.MODELS),
    Key("models_look", ("F5",), Place.MODELS),
    Key("example_1", ("Alt+1",), Place.FIRST_START),
    Key("example_2", ("Alt+2",), Place.FIRST_START),
    Key("example_3", ("Alt+3",), Place.FIRST_START),
)
_BY_ID = {key.id: key for key in KEYS}


def key_named(key_id: str) -> Key:
    """Return an entry of the map."""
    return _BY_ID[key_id]


def key_words(key_id: str) -> str:
    """Return what a key does, in a few words."""
    translate = QCoreApplication.translate
    words = {
        "new_question": translate("Keys", "New question"),
        "search": translate("Keys", "Search the history"),
        "palette": translate("Keys", "Commands and conversations"),
        "questions": translate("Keys", "Go to the questions"),
        "review": translate("Keys", "Go to review"),
        "review_next_step": translate("Keys", "Next step"),
        "review_previous_step": translate("Keys", "Previous step"),
        "review_step_good": translate("Keys", "Mark the step as good"),
        "review_step_bad": translate("Keys", "Mark the step as bad"),
        "review_step_first_wrong": translate("Keys", "Mark the step as the first wrong one"),
        "review_note": translate("Keys", "Write a note on the selected text, or the step"),
        "review_accept": translate("Keys", "Accept the answer"),
        "review_reject": translate("Keys", "Reject the answer"),
        "review_correct": translate("Keys", "Correct the answer"),
        "review_reason_1": translate("Keys", "Choose the first reason"),
        "review_reason_2": translate("Keys", "Choose the second reason"),
        "review_reason_3": translate("Keys", "Choose the third reason"),
        "review_reason_4": translate("Keys", "Choose the fourth reason"),
        "review_reason_5": translate("Keys", "Choose the fifth reason"),
        "review_save": translate("Keys", "Save, and open the next answer"),
        "review_continue": translate("Keys", "Let the model think on from the corrected step"),
        "review_skip": translate("Keys", "Leave this answer for later"),
        "review_next": translate("Keys", "Next answer of the queue"),
        "review_previous": translate("Keys", "Previous answer of the queue"),
        "review_use_other": translate("Keys", "Use the other attempt"),
        "review_compare": translate("Keys", "Compare two attempts without names"),
        "review_left": translate("Keys", "The left one is better"),
        "review_right": translate("Keys", "The right one is better"),
        "review_attempt_1": translate("Keys", "Show the first attempt"),
        "review_attempt_2": translate("Keys", "Show the second attempt"),
        "review_attempt_3": translate("Keys", "Show the third attempt"),
        "review_attempt_4": translate("Keys", "Show the fourth attempt"),
        "review_attempt_5": translate("Keys", "Show the fifth attempt"),
        "review_part": translate("Keys", "Next part of the queue: failed checks, split votes, unsure, all"),
        "review_filter": translate("Keys", "Narrow the queue"),
        "review_open": translate("Keys", "Open the answer in its conversation"),
        "learning": translate("Keys", "Go to learning"),
        "models": translate("Keys", "Go to the models"),
        "model_load": translate("Keys", "Load the model, or do what the row's button says"),
        "model_details": translate("Keys", "Set how the model is loaded"),
        "model_cancel": translate("Keys", "Cancel the download"),
        "model_search": translate("Keys", "Search Hugging Face"),
        "models_look": translate("Keys", "Look for models again"),
        "sidebar": translate("Keys", "Show or hide the sidebar"),
        "export": translate("Keys", "Export this conversation"),
        "export_all": translate("Keys", "Export all conversations"),
        "settings": translate("Keys", "Settings"),
        "fold_newest": translate("Keys", "Fold or unfold the newest thought"),
        "keys": translate("Keys", "Show the keys of this page"),
        "leave": translate("Keys", "Close, stop or leave, whichever applies first"),
        "send": translate("Keys", "Send the question"),
        "new_line": translate("Keys", "New line"),
        "next_effort": translate("Keys", "Next effort"),
        "edit_last": translate("Keys", "Edit the last question, when nothing is written"),
        "answer_now": translate("Keys", "Answer now"),
        "stop": translate("Keys", "Stop the answer"),
        "fold": translate("Keys", "Fold or unfold a thought"),
        "fold_all": translate("Keys", "Fold or unfold all thoughts"),
        "previous_branch": translate("Keys", "Previous branch"),
        "next_branch": translate("Keys", "Next branch"),
        "next_step": translate("Keys", "Next step of a thought, or next doubtful token"),
        "previous_step": translate("Keys", "Previous step of a thought, or previous doubtful token"),
        "attempt_1": translate("Keys", "Show the first attempt"),
        "attempt_2": translate("Keys", "Show the second attempt"),
        "attempt_3": translate("Keys", "Show the third attempt"),
        "attempt_4": translate("Keys", "Show the fourth attempt"),
        "attempt_5": translate("Keys", "Show the fifth attempt"),
        "accept": translate("Keys", "Accept the answer"),
        "reject": translate("Keys", "Reject the answer"),
        "correct": translate("Keys", "Correct the answer"),
        "compare_adapter": translate("Keys", "Compare the model with and without its adapter"),
        "undo_rating": translate("Keys", "Undo the last rating or mark"),
        "step_good": translate("Keys", "Mark the step as good"),
        "step_bad": translate("Keys", "Mark the step as bad"),
        "step_first_wrong": translate("Keys", "Mark the step as the first wrong one"),
        "step_note": translate("Keys", "Write a note on the selected text, or the step"),
        "edit_thought": translate("Keys", "Change the thought and think on from there"),
        "confidence": translate("Keys", "Mark what the model was not sure of"),
        "find": translate("Keys", "Find in this conversation"),
        "rename": translate("Keys", "Rename this conversation"),
        "find_next": translate("Keys", "Go to the next place found"),
        "find_previous": translate("Keys", "Go to the place found before"),
        "copy_answer": translate("Keys", "Copy the answer"),
        "oldest": translate("Keys", "Go to the beginning"),
        "newest": translate("Keys", "Go to the end"),
        "pause_learning": translate("Keys", "Pause or resume learning"),
        "example_1": translate("Keys", "Take the first example"),
        "example_2": translate("Keys", "Take the second example"),
        "example_3": translate("Keys", "Take the third example"),
    }
    return words[key_id]


def place_words(place: Place) -> str:
    """Return the name of a place."""
    translate = QCoreApplication.translate
    words = {
        Place.ANYWHERE: translate("Keys", "Anywhere"),
        Place.COMPOSER: translate("Keys", "Writing a question"),
        Place.LIVE: translate("Keys", "While an answer is written"),
        Place.TRANSCRIPT: translate("Keys", "Reading a conversation"),
        Place.FIRST_START: translate("Keys", "Before the first question"),
        Place.LEARNING: translate("Keys", "On the page of learning"),
        Place.REVIEW: translate("Keys", "On the review page"),
        Place.MODELS: translate("Keys", "On the page of models"),
    }
    return words[place]


def with_key(name: str, key_id: str) -> str:
    """Return a tool tip: the name of a control and its keys."""
    return f"{name} ({key_named(key_id).shown})"
