"""Export and import: nothing is lost on the way, nothing comes in twice, and nothing of a bad file."""

from __future__ import annotations

import json
import os
import re
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.errors import InputError
from models.events import Channel, Token
from models.history.exchange.formats import ExportFormat
from models.history.exchange.progress import Progress, cancelled
from models.history.exchange.scanning import LARGEST_CONVERSATION
from models.history.labels import LONGEST_TAG
from models.history.ratings.records import NewRating, RatingVerdict, RemarkDraft, RemarkKind, StepMark
from models.history.records import NewAttempt, SearchScope
from models.history.review.records import CorrectionText
from models.history.store import Store, open_store
from models.paths import open_data_folder
from models.traces import Deliberated, Ending, Step, Verdict
from tests.history.conftest import Ask, finished

NOTE_DRAFT = RemarkDraft(RemarkKind.NOTE, "Why t", 4, 7)


@pytest.fixture
def other(tmp_path: Path) -> Any:
    with open_store(open_data_folder(tmp_path / "other"), patience=0.3) as opened:
        yield opened


@pytest.fixture
def rich(store: Store, ask: Ask) -> str:
    """A conversation with a branch, attempts, steps, confidences, ratings, marks, a preference, a draft and edits."""
    first = ask("What is 2 + 2? 多少", "Two and two\nis four.", "It is **4**.", attempts=2)
    ask("And 3 + 3?", "Three.", "6", parent=first)
    ask(again=first, thought="Another way.", answer="Four")
    chosen, second = first.attempt_ids
    store.recording.finish_attempt(finished(store, second, "Two twos.", "It is 4."))
    attempt = replace(finished(store, chosen, "Two and two\nis four.", "It is **4**."), mean_logprob=-0.25)
    attempt = replace(attempt, error="It broke.", error_reason="killed", error_details="signal 9")
    store.recording.finish_attempt(attempt, [(Channel.ANSWER, Token("4", -0.125))], [Step(1, 0, 11, Verdict.HOLDS)])
    store.recording.save_deliberated(first.answer_id, Deliberated(Ending.DONE, 2, 2), second)
    store.ratings.rate(NewRating(chosen, RatingVerdict.REJECTED, reasons=("wrong",)))
    store.ratings.rate(
        NewRating(chosen, RatingVerdict.CORRECTED, right_answer="four", right_thought="count", comment="!")
    )
    store.ratings.rate(NewRating(second, RatingVerdict.ACCEPTED))
    store.ratings.marks.mark_step(chosen, 1, StepMark.GOOD)
    store.ratings.marks.note(chosen, 0, 3, "note")
    store.ratings.marks.prefer(second, chosen)
    store.drafts.keep(first.conversation_id, "unsent")
    store.unfinished.keep_question(first.question_id, "What is 2 + 5?")
    store.unfinished.keep_thought(chosen, "Two and five")
    store.review_notes.keep_draft(chosen, CorrectionText("seven", ""))
    store.ratings.remarks.keep(chosen, NOTE_DRAFT)
    store.labels.pin(first.conversation_id, True)
    return first.conversation_id


def exported(store: Store, file: Path, form: ExportFormat = ExportFormat.JSON, **options: Any) -> Any:
    store.exchange.export(file, form, **options)
    text = file.read_text("utf-8")
    if form is ExportFormat.JSON:
        return json.loads(text)
    return text if form is ExportFormat.MARKDOWN else [json.loads(line) for line in text.splitlines()]


@pytest.mark.usefixtures("rich")
def test_json_brings_everything_back(store: Store, other: Store, tmp_path: Path) -> None:
    there = exported(store, tmp_path / "a.json")
    report = other.exchange.import_file(tmp_path / "a.json")
    other.exchange.index()
    back = exported(other, tmp_path / "b.json")
    assert back["conversations"] == there["conversations"]
    assert (report.conversations, report.attempts, report.ratings) == (1, 4, 3)
    assert list(other.unfinished.thoughts().values()) == ["Two and five"]
    assert list(other.review_notes.drafts().values()) == [CorrectionText("seven", "")]
    assert list(other.ratings.remarks.drafts().values()) == [NOTE_DRAFT]
    (question,) = (turn["id"] for turn in back["conversations"][0]["turns"] if "edit" in turn)
    assert other.unfinished.question(question) == "What is 2 + 5?"
    assert other.check(repair=False).healthy
    assert any(
        attempt["confidences"]
        for turn in back["conversations"][0]["turns"]
        for attempt in turn.get("attempts", [])
        if "confidences" in attempt
    )
    assert [hit.scope for hit in other.search("four", list(SearchScope))] == [
        SearchScope.ANSWERS,
        SearchScope.THOUGHTS,
    ]
    assert [each.rating.verdict for each in other.ratings.rated()] == [
        each.rating.verdict for each in store.ratings.rated()
    ]
    assert (tmp_path / "a.json").stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("rich")
def test_a_file_of_version_1_is_read(store: Store, other: Store, tmp_path: Path) -> None:
    document = exported(store, tmp_path / "a.json")
    assert document["version"] == 2
    document["version"] = 1
    for turn in document["conversations"][0]["turns"]:
        for attempt in turn.get("attempts", []):
            for name in ("error_reason", "error_details"):
                attempt.pop(name, None)
    (tmp_path / "a.json").write_text(json.dumps(document))
    assert other.exchange.import_file(tmp_path / "a.json").conversations == 1


@pytest.mark.usefixtures("rich")
def test_importing_twice_adds_nothing_twice(store: Store, other: Store, tmp_path: Path) -> None:
    exported(store, tmp_path / "a.json")
    other.exchange.import_file(tmp_path / "a.json")
    before = exported(other, tmp_path / "b.json")["conversations"]
    again = other.exchange.import_file(tmp_path / "a.json")
    assert (again.conversations, again.turns, again.attempts, again.ratings, again.already_there) == (0, 0, 0, 0, 1)
    assert exported(other, tmp_path / "c.json")["conversations"] == before
    assert store.exchange.import_file(tmp_path / "a.json").already_there == 1


def test_what_is_new_in_a_known_conversation_is_added(
    store: Store, other: Store, ask: Ask, rich: str, tmp_path: Path
) -> None:
    exported(store, tmp_path / "a.json")
    other.exchange.import_file(tmp_path / "a.json")
    mine = store.path(rich)[0].answer
    assert mine is not None
    other.ratings.rate(NewRating(mine.attempts[0].id, RatingVerdict.ACCEPTED))
    store.ratings.rate(NewRating(mine.attempts[0].id, RatingVerdict.REJECTED))
    ask("A new conversation", "t", "a")
    exported(store, tmp_path / "b.json")
    report = other.exchange.import_file(tmp_path / "b.json")
    assert (report.conversations, report.ratings, report.earlier, report.already_there) == (1, 1, 1, 0)
    found = other.ratings.of_attempts([mine.attempts[0].id])[mine.attempts[0].id]
    assert found.verdict is RatingVerdict.ACCEPTED, "what was said here stands"


def test_of_two_judgements_of_the_same_the_one_made_here_stands(
    store: Store, other: Store, ask: Ask, tmp_path: Path
) -> None:
    saved = ask(thought="One. Two.", attempts=2)
    first, second = saved.attempt_ids
    store.recording.finish_attempt(store.attempt(first), steps=[Step(n, 5 * n - 5, 5 * n - 1) for n in (1, 2)])
    exported(store, tmp_path / "a.json")
    other.exchange.import_file(tmp_path / "a.json")
    for history, step, pair in ((store, 2, (first, second)), (other, 1, (second, first))):
        history.ratings.marks.mark_step(first, step, StepMark.FIRST_WRONG)
        history.ratings.marks.note(first, 0, 4, f"of step {step}")
        history.ratings.marks.prefer(*pair)
    exported(store, tmp_path / "b.json")
    assert other.exchange.import_file(tmp_path / "b.json").earlier == 3, "a good step, a first wrong one, a preference"
    found = other.ratings.marks.of_attempt(first)
    assert [(each.step_number, each.mark) for each in found if each.mark] == [(1, StepMark.FIRST_WRONG)]
    assert {each.note for each in found if each.note} == {"of step 1", "of step 2"}
    assert [each.preferred_attempt_id for each in other.ratings.marks.preferences(saved.question_id)] == [second]
    assert len(exported(other, tmp_path / "c.json")["conversations"][0]["preferences"]) == 2, "the other one is kept"


def test_labels_of_a_file_are_kept_as_they_would_be_if_they_were_typed(
    store: Store, other: Store, ask: Ask, tmp_path: Path
) -> None:
    saved = ask()
    store.labels.rename(saved.conversation_id, "long " * 1000)
    document = exported(store, tmp_path / "a.json")
    document["conversations"][0]["tags"] = [" ", "two\nlines", "x" * 90]
    (tmp_path / "a.json").write_text(json.dumps(document))
    other.exchange.import_file(tmp_path / "a.json")
    assert other.labels.tags(saved.conversation_id) == ["two lines", "x" * LONGEST_TAG]
    assert [each.title for each in other.conversations()] == [("long " * 1000).strip()]


def test_older_conversations_are_found_after_newer_ones(store: Store, ask: Ask, other: Store, tmp_path: Path) -> None:
    old = ask("A fox, long ago", "fox", "fox")
    exported(store, tmp_path / "a.json")
    new = other.recording.add_question(
        question="A fox today", conversation_id=None, parent_id=None, system_prompt="", effort="quick",
        attempts=[NewAttempt()],
    )  # fmt: skip
    other.exchange.import_file(tmp_path / "a.json")
    (newest,) = other.search("fox", [SearchScope.QUESTIONS], limit=1)
    assert newest.conversation_id == new.conversation_id
    assert len(other.search("fox", [SearchScope.QUESTIONS])) == 2
    assert other.path(old.conversation_id)[0].question.text == "A fox, long ago"


def test_markdown_is_the_shown_branch(store: Store, ask: Ask, tmp_path: Path) -> None:
    first = ask("Why is the sky blue?", "Light\nscatters.", "Because of **Rayleigh**.")
    ask("Gone", "t", "a")
    store.trash.put(store.conversations()[0].id)
    text = exported(store, tmp_path / "a.md", ExportFormat.MARKDOWN)
    assert "> Light\n> scatters." in text
    assert "Because of **Rayleigh**." in text
    assert "Gone" not in text
    options = {"thoughts": False, "conversation_id": first.conversation_id}
    assert "scatters" not in exported(store, tmp_path / "b.md", ExportFormat.MARKDOWN, **options)


def test_training_data_says_what_made_it(store: Store, rich: str, tmp_path: Path) -> None:
    corrected, accepted = exported(store, tmp_path / "a.jsonl", ExportFormat.TRAINING)
    assert corrected["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "What is 2 + 2? 多少"},
        {"role": "assistant", "content": "four", "reasoning_content": "count"},
    ]
    assert corrected["label"] is True
    assert corrected["rating"]["verdict"] == "corrected"
    assert [mark["mark"] for mark in corrected["rating"]["marks"]] == ["good", "note"]
    assert accepted["provenance"]["conversation_id"] == rich
    assert accepted["provenance"]["seed"] == 1
    for line in exported(store, tmp_path / "b.jsonl", ExportFormat.TRAINING, thoughts=False):
        assert "reasoning_content" not in line["messages"][-1]


def test_what_is_left_out_of_training_is_not_exported_for_it(store: Store, ask: Ask, tmp_path: Path) -> None:
    attempt = ask().attempt_ids[0]
    rating = store.ratings.rate(NewRating(attempt, RatingVerdict.ACCEPTED))
    store.ratings.set_included(rating.id, False)
    assert exported(store, tmp_path / "a.jsonl", ExportFormat.TRAINING) == []


@pytest.mark.parametrize("split", ["train", "gate"])
def test_what_is_kept_for_the_exam_says_so_in_every_kind_of_training_data(
    store: Store, rich: str, ask: Ask, tmp_path: Path, split: str
) -> None:
    turn = ask("Another?", attempts=2)
    store.recording.finish_attempt(finished(store, turn.attempt_ids[1], "No.", "5"))
    for attempt, verdict in zip(turn.attempt_ids, (RatingVerdict.ACCEPTED, RatingVerdict.REJECTED), strict=True):
        store.ratings.rate(NewRating(attempt, verdict))
    examples, pairs = ExportFormat.TRAINING, ExportFormat.PREFERENCES
    for number, form in enumerate((examples, pairs)):
        assert not any("split" in each["provenance"] for each in exported(store, tmp_path / f"{number}", form))
    store.splits.assign([("another", split, turn.conversation_id), ("one", "train", rich), ("two", split, rich)])
    lines = exported(store, tmp_path / "examples", examples)
    paired = exported(store, tmp_path / "pairs", pairs)
    assert {each["source"] for each in paired} == {"preferred", "corrected", "rated"}
    assert [each["provenance"]["split"] for each in (*lines, *paired)] == [split] * (len(lines) + len(paired))


def test_a_preference_keeps_both_answers_as_they_were(store: Store, ask: Ask, other: Store, tmp_path: Path) -> None:
    good, bad = ask(attempts=2, answer="It is").attempt_ids
    store.recording.finish_attempt(finished(store, bad, "Two and two.", "It was"))
    store.ratings.marks.prefer(good, bad)
    for each in (good, bad):
        store.recording.finish_attempt(finished(store, each, "Two and two. And two.", "It is 6."))
    (pair,) = exported(store, tmp_path / "a.jsonl", ExportFormat.PREFERENCES)
    as_judged = {"role": "assistant", "content": "It is", "reasoning_content": "Two and two."}
    assert (pair["chosen"], pair["rejected"]) == ([as_judged], [as_judged | {"content": "It was"}])
    exported(store, tmp_path / "a.json")
    other.exchange.import_file(tmp_path / "a.json")
    assert exported(other, tmp_path / "b.jsonl", ExportFormat.PREFERENCES) == [pair]


def test_an_older_preference_is_exported_with_the_other_answer_as_it_is_now(
    store: Store, ask: Ask, other: Store, tmp_path: Path
) -> None:
    good, bad = ask(attempts=2, answer="It is").attempt_ids
    store.ratings.marks.prefer(good, bad)
    with store._connections.writing() as db:
        db.conn.execute("UPDATE preferences SET other_snapshot_id = NULL")
    store.recording.finish_attempt(finished(store, bad, "Two and two.", "It is 5."))
    (pair,) = exported(store, tmp_path / "a.jsonl", ExportFormat.PREFERENCES)
    assert (pair["chosen"][0]["content"], pair["rejected"][0]["content"]) == ("It is", "It is 5.")
    assert "other_snapshot_id" not in exported(store, tmp_path / "a.json")["conversations"][0]["preferences"][0]
    other.exchange.import_file(tmp_path / "a.json")
    assert exported(other, tmp_path / "b.jsonl", ExportFormat.PREFERENCES) == [pair]


@pytest.mark.usefixtures("rich")
def test_preference_pairs(store: Store, tmp_path: Path) -> None:
    pairs = exported(store, tmp_path / "a.jsonl", ExportFormat.PREFERENCES)
    assert [each["source"] for each in pairs] == ["preferred", "corrected"]
    assert pairs[1]["chosen"] == [{"role": "assistant", "content": "four", "reasoning_content": "count"}]
    assert pairs[1]["rejected"][0]["content"] == "It is **4**."


def test_accepted_against_rejected_is_a_pair(store: Store, ask: Ask, tmp_path: Path) -> None:
    good, bad = ask(attempts=2).attempt_ids
    store.ratings.rate(NewRating(good, RatingVerdict.ACCEPTED))
    store.ratings.rate(NewRating(bad, RatingVerdict.REJECTED))
    assert exported(store, tmp_path / "same.jsonl", ExportFormat.PREFERENCES) == [], "nothing is better in one of them"
    store.recording.finish_attempt(finished(store, bad, "Two and three.", "It is 4."))
    store.ratings.rate(NewRating(bad, RatingVerdict.REJECTED))
    (pair,) = exported(store, tmp_path / "a.jsonl", ExportFormat.PREFERENCES)
    assert (pair["source"], pair["provenance"]["other_attempt_id"]) == ("rated", bad)
    assert exported(store, tmp_path / "b.jsonl", ExportFormat.PREFERENCES, thoughts=False) == [], "their answers agree"


@pytest.mark.usefixtures("rich")
def test_a_file_is_not_overwritten_unasked(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("mine")
    with pytest.raises(InputError, match="there already"):
        exported(store, tmp_path / "a.json")
    assert (tmp_path / "a.json").read_text() == "mine"
    exported(store, tmp_path / "a.json", overwrite=True)


@pytest.mark.usefixtures("rich")
def test_a_cancelled_export_leaves_no_file(store: Store, tmp_path: Path) -> None:
    def stop(_progress: Progress) -> None:
        raise cancelled()

    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(InputError, match="cancelled"):
        store.exchange.export(folder / "a.json", ExportFormat.JSON, watch=stop)
    assert list(folder.iterdir()) == []


@pytest.mark.usefixtures("rich")
def test_a_cancelled_import_leaves_nothing(store: Store, other: Store, tmp_path: Path) -> None:
    exported(store, tmp_path / "a.json")

    def stop(progress: Progress) -> None:
        if progress.stage == "importing" and progress.done == progress.total:
            raise cancelled()

    with pytest.raises(InputError, match="nothing has changed"):
        other.exchange.import_file(tmp_path / "a.json", watch=stop)
    assert other.conversations() == []
    assert other.check(repair=False).healthy


Spoil = Callable[[dict[str, Any]], None]


def _set(*way: Any, value: Any) -> Spoil:
    def spoil(document: dict[str, Any]) -> None:
        here: Any = document["conversations"][0]
        for each in way[:-1]:
            here = here[each]
        here[way[-1]] = value

    return spoil


def _drop(*way: Any) -> Spoil:
    def spoil(document: dict[str, Any]) -> None:
        here: Any = document["conversations"][0]
        for each in way[:-1]:
            here = here[each]
        del here[way[-1]]

    return spoil


def _circle(document: dict[str, Any]) -> None:
    turns = document["conversations"][0]["turns"]
    turns[0]["parent"] = turns[1]["id"]


def _twice(document: dict[str, Any]) -> None:
    document["conversations"].append(document["conversations"][0])


def _same_turn(document: dict[str, Any]) -> None:
    document["conversations"][0]["turns"].append(document["conversations"][0]["turns"][0])


def _foreign_turn(document: dict[str, Any]) -> None:
    one = json.loads(json.dumps(document["conversations"][0]))
    document["conversations"].append(one | {"id": "f" * 32})


def _bomb(document: dict[str, Any]) -> None:
    import base64
    import zlib

    packed = base64.b64encode(zlib.compress(b"\0" * (80 << 20), 9)).decode()
    document["conversations"][0]["turns"][1]["attempts"][0]["confidences"] = packed


SPOILED: dict[str, tuple[Spoil, str]] = {
    "another kind": (lambda document: document.update(format="chatgpt"), "no history that Rationale"),
    "newer": (lambda document: document.update(version=3), "newer version"),
    "unknown role": (_set("turns", 0, "kind", value="system"), "Conversation 2 .*“turns.0..kind” is “system”, which"),
    "missing date": (_drop("turns", 0, "created_at"), "“turns.0..created_at” is missing"),
    "missing id": (_drop("id"), "because “id” is missing"),
    "date that is none": (
        _set("turns", 0, "created_at", value=1e300),
        "“turns.0..created_at” is too small or too large",
    ),
    "date in words": (_set("turns", 0, "created_at", value="today"), "“turns.0..created_at” is of another kind"),
    "path as an id": (_set("id", value="../../etc/passwd"), "“id” is no id or name"),
    "path as an adapter": (
        _set("turns", 1, "attempts", 0, "adapter_id", value="../../x"),
        "“turns.1..attempts.0..adapter_id” is no id",
    ),
    "empty tag": (_set("tags", value=[""]), "“tags.0.” is empty or too long"),
    "confidences that are none": (_set("turns", 1, "attempts", 0, "confidences", value="%"), "confidences” is damaged"),
    "hostile role": (
        _set("turns", 0, "kind", value="<b>\u202e" + 20 * "longer "),
        r"“turns.0..kind” is “\?b\?[^<>]{60,}…”, which",
    ),
    "circle": (_circle, "circle"),
    "missing parent": (_set("turns", 0, "parent", value="e" * 32), "missing"),
    "answer first": (_drop("turns", 1, "parent"), "answer without a question"),
    "conversation twice": (_twice, "twice"),
    "turn twice": (_same_turn, "same id"),
    "foreign turn": (_foreign_turn, "another conversation"),
    "unknown field": (_set("turns", 0, "script", value="<script>"), "“turns.0..script” is no field"),
    "unknown part": (_set("extra", value=1), "“extra” is no field"),
    "step outside": (_set("turns", 1, "attempts", 0, "steps", value=[{"number": 1, "start": 0, "end": 10**6}]), "step"),
    "note outside": (
        _set("turns", 1, "attempts", 0, "remarks", value={"note": {"text": "Why?", "start": 0, "end": 10**6}}),
        "has a mark on something",
    ),
    "sampling": (_set("turns", 1, "attempts", 0, "sampling", value="[" * 100_000), "sampling"),
    "bomb": (_bomb, "confidences"),
    "rating of nothing": (_set("ratings", 0, "attempt_id", value="e" * 32), "rating"),
    "correction of nothing": (_drop("ratings", 1, "right_answer"), "correction without the right answer"),
    "preference between questions": (
        _set("preferences", 0, "question_id", value="e" * 32),
        "answers to different questions",
    ),
    "preference": (_set("preferences", 0, "other_snapshot_id", value="e" * 32), "preference without its snapshot"),
    "snapshot": (_set("snapshots", 0, "content", value={"question": 1}), "snapshot"),
    "snapshot's sampling": (_set("snapshots", 0, "content", "sampling", value="{"), "sampling"),
    "snapshot's sampling of another kind": (_set("snapshots", 0, "content", "sampling", value="[1]"), "sampling"),
    "snapshot's sampling beyond text": (
        _set("snapshots", 0, "content", "sampling", value='{"a": "\\ud800"}'),
        "sampling",
    ),
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_bad_file_adds_nothing_and_says_why(
    name: str, store: Store, other: Store, ask: Ask, rich: str, tmp_path: Path
) -> None:
    """A good conversation stands before the bad one, so that half of the file would come in."""
    document = exported(store, tmp_path / "a.json", conversation_id=rich)
    good = ask("A good one", "t", "a")
    document["conversations"] += exported(store, tmp_path / "g.json", conversation_id=good.conversation_id)[
        "conversations"
    ]
    spoil, message = SPOILED[name]
    spoil(document)
    document["conversations"].reverse()
    (tmp_path / "bad.json").write_text(json.dumps(document, indent=1))
    with pytest.raises(InputError, match=message):
        other.exchange.import_file(tmp_path / "bad.json")
    assert other.conversations() == []
    assert other.search("good", list(SearchScope)) == []


def _again(document: dict[str, Any], *kept: str) -> dict[str, Any]:
    """A conversation like another, with ids of its own but for those of some parts."""
    text = json.dumps(document)
    own = {each["id"] for part in kept for each in document[part]}
    for each in set(re.findall(r"[0-9a-f]{32}", text)) - own:
        text = text.replace(each, f"{int(each, 16) ^ 0xABCDEF:032x}")
    again: dict[str, Any] = json.loads(text)
    return again


@pytest.mark.parametrize("part", ["snapshots", "ratings", "marks", "preferences"])
@pytest.mark.parametrize("apart", [True, False], ids=["in another file", "in the same file"])
@pytest.mark.usefixtures("rich")
def test_what_has_the_id_of_a_part_of_another_conversation_is_refused(
    store: Store, other: Store, tmp_path: Path, part: str, apart: bool
) -> None:
    document = exported(store, tmp_path / "a.json")
    (first,) = document["conversations"]
    again = _again(first, part)
    (tmp_path / "b.json").write_text(json.dumps(document | {"conversations": [again] if apart else [first, again]}))
    if apart:
        other.exchange.import_file(tmp_path / "a.json")
    with pytest.raises(InputError, match="part of another conversation"):
        other.exchange.import_file(tmp_path / "b.json")
    assert [each.id for each in other.conversations()] == ([first["id"]] if apart else [])
    (tmp_path / "c.json").write_text(json.dumps(document | {"conversations": [_again(first)]}))
    assert other.exchange.import_file(tmp_path / "c.json").ratings == len(first["ratings"])
    for each in other.conversations():
        other.trash.delete_for_good(each.id)
    assert other.check(repair=False).healthy


HEAD = b'{"format":"rationale-history","version":1,"conversations":['


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{}", b"\x89PNG\r\n\x1a\n", b"<html><script>alert(1)</script>", b"SQLite format 3\0" * 100,
        b"[" * 1_000_000,
        HEAD, HEAD + b"{", HEAD + b"]", HEAD + b"1]}", HEAD + b"]} {}", HEAD + b"{},,{}]}",
        HEAD + b'{"id":"' + b"x" * 3_000_000,
        HEAD + b'{"a":' * 1_000_000, HEAD + b"[" * 1000 + b"]" * 1000 + b"]}", HEAD + b'{"id":"\xff\xfe"}]}',
        HEAD + b'{"id":"\\ud800"}]}', HEAD[:-2], b'{"conversations":[]}',
    ],
    ids=range(19),
)  # fmt: skip
def test_a_file_of_another_kind_is_refused(content: bytes, other: Store, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_bytes(content)
    with pytest.raises(InputError):
        other.exchange.import_file(tmp_path / "bad.json")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_what_can_be_read_only_once_is_refused_before_anything_waits_for_it(store: Store, tmp_path: Path) -> None:
    """A pipe would be empty when it is read again, with the history locked meanwhile."""
    os.mkfifo(tmp_path / "pipe")
    for file in (tmp_path / "pipe", Path(os.devnull)):
        with pytest.raises(InputError, match="a pipe or a device; save it as a file first"):
            store.exchange.import_file(file)


@pytest.mark.usefixtures("rich")
def test_a_file_that_goes_away_while_it_is_imported_is_told_as_such(store: Store, other: Store, tmp_path: Path) -> None:
    exported(store, tmp_path / "a.json")

    def take_away(_progress: Progress) -> None:
        (tmp_path / "a.json").unlink(missing_ok=True)

    with pytest.raises(InputError, match=r"a\.json” cannot be read; check its name"):
        other.exchange.import_file(tmp_path / "a.json", watch=take_away)
    assert other.conversations() == []


@pytest.mark.parametrize("begun", [b'{"title":"', b"{"], ids=["a string", "an object"])
@pytest.mark.parametrize(
    "largest", [8 << 20, pytest.param(LARGEST_CONVERSATION, marks=pytest.mark.slow)], ids=["small", "real"]
)
def test_a_huge_conversation_is_refused_without_reading_all_of_it(
    begun: bytes, largest: int, other: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is sparse: it has its size, and takes no place."""
    monkeypatch.setattr("models.history.exchange.scanning.LARGEST_CONVERSATION", largest)
    with (tmp_path / "huge.json").open("wb") as stream:
        stream.write(HEAD + begun)
        stream.truncate(16 * largest)
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match="larger than 256 MB"):
            other.exchange.import_file(tmp_path / "huge.json")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 2.5 * largest
    assert other.conversations() == []


@pytest.mark.usefixtures("rich")
def test_every_cut_of_a_file_is_noticed(store: Store, other: Store, tmp_path: Path) -> None:
    exported(store, tmp_path / "a.json")
    whole = (tmp_path / "a.json").read_bytes().rstrip()
    for length in range(0, len(whole), 97):
        (tmp_path / "bad.json").write_bytes(whole[:length])
        with pytest.raises(InputError):
            other.exchange.import_file(tmp_path / "bad.json")
    assert other.conversations() == []


def test_html_stays_text(store: Store, other: Store, ask: Ask, tmp_path: Path) -> None:
    page = '<script>alert("1")</script> \\" ]} {'
    ask(page, page, page)
    exported(store, tmp_path / "a.json")
    other.exchange.import_file(tmp_path / "a.json")
    assert other.path(other.conversations()[0].id)[0].question.text == page


@pytest.mark.usefixtures("rich")
def test_an_import_that_ends_before_the_search_is_finished_later(store: Store, other: Store, tmp_path: Path) -> None:
    exported(store, tmp_path / "a.json")
    other.exchange.import_file(tmp_path / "a.json")
    assert other.search("scatters four", [SearchScope.THOUGHTS]) == []
    report = other.check()
    assert report.healthy
    assert "made findable" in " ".join(report.repaired)
    assert other.search("four", [SearchScope.THOUGHTS])
    assert other.exchange.index() == 0
