"""Export and import: nothing is lost on the way, nothing comes in twice, and nothing of a bad file."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.errors import InputError
from models.events import Channel, Token
from models.history.exchange.formats import ExportFormat
from models.history.exchange.progress import Progress, cancelled
from models.history.ratings.records import NewRating, RatingVerdict, StepMark
from models.history.records import NewAttempt, SearchScope
from models.history.store import Store, open_store
from models.paths import open_data_folder
from models.traces import Deliberated, Ending, Step, Verdict
from tests.history.conftest import Ask, finished


@pytest.fixture
def other(tmp_path: Path) -> Any:
    with open_store(open_data_folder(tmp_path / "other"), patience=0.3) as opened:
        yield opened


@pytest.fixture
def rich(store: Store, ask: Ask) -> str:
    """A conversation with a branch, two attempts, steps, confidences, ratings, marks, a preference and a draft."""
    first = ask("What is 2 + 2? 多少", "Two and two\nis four.", "It is **4**.", attempts=2)
    ask("And 3 + 3?", "Three.", "6", parent=first)
    ask(again=first, thought="Another way.", answer="Four")
    chosen, second = first.attempt_ids
    attempt = replace(finished(store, chosen, "Two and two\nis four.", "It is **4**."), mean_logprob=-0.25)
    attempt = replace(attempt, error="It broke.", error_reason="killed", error_details="signal 9")
    store.finish_attempt(attempt, [(Channel.ANSWER, Token("4", -0.125))], [Step(1, 0, 11, Verdict.HOLDS)])
    store.save_deliberated(first.answer_id, Deliberated(Ending.DONE, 2, 2), second)
    store.ratings.rate(NewRating(chosen, RatingVerdict.REJECTED, reasons=("wrong",)))
    store.ratings.rate(
        NewRating(chosen, RatingVerdict.CORRECTED, right_answer="four", right_thought="count", comment="!")
    )
    store.ratings.rate(NewRating(second, RatingVerdict.ACCEPTED))
    store.ratings.marks.mark_step(chosen, 1, StepMark.GOOD)
    store.ratings.marks.note(chosen, 0, 3, "note")
    store.ratings.marks.prefer(second, chosen)
    store.save_draft(first.conversation_id, "unsent")
    store.pin(first.conversation_id, True)
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
    assert other.check(repair=False).healthy
    assert any(
        attempt["confidences"]
        for turn in back["conversations"][0]["turns"]
        for attempt in turn.get("attempts", [])
        if "confidences" in attempt
    )
    assert [hit.scope for hit in other.search("four", list(SearchScope))] == [
        SearchScope.ANSWERS,
        *[SearchScope.THOUGHTS] * 2,
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
    assert (report.conversations, report.ratings, report.earlier_ratings, report.already_there) == (1, 1, 1, 0)
    found = other.ratings.of_attempts([mine.attempts[0].id])[mine.attempts[0].id]
    assert found.verdict is RatingVerdict.ACCEPTED, "what was said here stands"


def test_older_conversations_are_found_after_newer_ones(store: Store, ask: Ask, other: Store, tmp_path: Path) -> None:
    old = ask("A fox, long ago", "fox", "fox")
    exported(store, tmp_path / "a.json")
    new = other.add_question(
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
    store.trash(store.conversations()[0].id)
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
    (pair,) = exported(store, tmp_path / "a.jsonl", ExportFormat.PREFERENCES)
    assert (pair["source"], pair["provenance"]["other_attempt_id"]) == ("rated", bad)


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
    "unknown role": (_set("turns", 0, "kind", value="system"), "cannot be read"),
    "missing date": (_drop("turns", 0, "created_at"), "cannot be read"),
    "date that is none": (_set("turns", 0, "created_at", value=1e300), "cannot be read"),
    "path as an id": (_set("id", value="../../etc/passwd"), "cannot be read"),
    "path as an adapter": (_set("turns", 1, "attempts", 0, "adapter_id", value="../../x"), "cannot be read"),
    "circle": (_circle, "circle"),
    "missing parent": (_set("turns", 0, "parent", value="e" * 32), "missing"),
    "answer first": (_drop("turns", 1, "parent"), "answer without a question"),
    "conversation twice": (_twice, "twice"),
    "turn twice": (_same_turn, "same id"),
    "foreign turn": (_foreign_turn, "another conversation"),
    "unknown field": (_set("turns", 0, "script", value="<script>"), "cannot be read"),
    "step outside": (_set("turns", 1, "attempts", 0, "steps", value=[{"number": 1, "start": 0, "end": 10**6}]), "step"),
    "sampling": (_set("turns", 1, "attempts", 0, "sampling", value="[" * 100_000), "sampling"),
    "bomb": (_bomb, "confidences"),
    "rating of nothing": (_set("ratings", 0, "attempt_id", value="e" * 32), "rating"),
    "snapshot": (_set("snapshots", 0, "content", value={"question": 1}), "snapshot"),
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
