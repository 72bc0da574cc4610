from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.history.ratings.records import NewRating, RatingVerdict
from models.history.records import AttemptState, SearchHit, SearchScope
from models.history.search_query import full_text_queries
from models.history.search_tables import place_in_original, spaced_apart
from models.history.store import Store, open_store
from models.paths import DataFolder
from models.traces import Deliberated, Ending
from tests.history.conftest import Ask, finished

EVERYWHERE = tuple(SearchScope)
FOUND = Deliberated(Ending.DONE, 5, 5)


def matched(hit: SearchHit, text: str) -> str:
    """Return what the hit points at, after checking that the snippet shows the same."""
    found = text[hit.offset : hit.offset + hit.length]
    shown = hit.snippet[hit.snippet_offset : hit.snippet_offset + hit.length]
    assert found.startswith(shown) and shown
    return found


def test_scopes_are_apart_and_hits_name_their_place(store: Store, ask: Ask) -> None:
    saved = ask("Where is the apple?", "An apple, I think,\nhangs on trees.", "On the apple tree.")
    for scope, text in (
        (SearchScope.QUESTIONS, "Where is the apple?"),
        (SearchScope.THOUGHTS, "An apple, I think,\nhangs on trees."),
        (SearchScope.ANSWERS, "On the apple tree."),
    ):
        hits = store.search("apple", [scope])
        assert len(hits) == 1
        for hit in hits:
            assert hit.scope is scope and matched(hit, text) == "apple"
            assert (hit.conversation_id, hit.question_id) == (saved.conversation_id, saved.question_id)
            assert "\n" not in hit.snippet
        if scope is not SearchScope.QUESTIONS:
            assert {hit.attempt_id for hit in hits} == set(saved.attempt_ids)
            assert {hit.answer_id for hit in hits} == {saved.answer_id}
    assert len(store.search("apple", EVERYWHERE)) == 3
    assert store.search("apple", []) == []


def test_equal_texts_of_one_answer_are_told_once_and_the_chosen_one_first(store: Store, ask: Ask) -> None:
    saved = ask("Which fruit?", "An apple.", "The apple.", attempts=5)
    for number, answer in ((1, "An apple, surely."), (3, "Any apple.")):
        store.recording.finish_attempt(
            finished(store, saved.attempt_ids[number], f"Thought {number}, an apple.", answer)
        )
    ask("And which one again?", "An apple.", "The apple.", attempts=3)
    store.recording.save_deliberated(saved.answer_id, FOUND, saved.attempt_ids[2])
    hits = store.search("apple", [SearchScope.ANSWERS])[1:]
    assert [hit.attempt_id for hit in hits] == [saved.attempt_ids[number] for number in (2, 3, 1)]
    assert len(store.search("apple", EVERYWHERE)) == 2 * (3 + 1)
    assert len(store.search("apple", [SearchScope.ANSWERS], limit=2)) == 2, "those left out take no place of others"


def test_what_a_filter_keeps_out_hides_no_equal_text(store: Store, ask: Ask) -> None:
    saved = ask("Which fruit?", "An apple.", "The apple.", attempts=3)
    store.ratings.rate(NewRating(saved.attempt_ids[2], RatingVerdict.ACCEPTED))
    for typed in ("apple rated:accepted", "rated:accepted"):
        (hit,) = store.search(typed, [SearchScope.ANSWERS])
        assert hit.attempt_id == saved.attempt_ids[2]


def test_newest_first_and_not_from_the_trash(store: Store, ask: Ask) -> None:
    saved = [ask(f"Apple number {number}") for number in range(12)]
    store.trash.put(saved[10].conversation_id)
    hits = store.search("apple", [SearchScope.QUESTIONS], limit=5)
    assert [hit.question_id for hit in hits] == [saved[number].question_id for number in (11, 9, 8, 7, 6)]
    store.trash.restore(saved[10].conversation_id)
    assert store.search("apple", EVERYWHERE, limit=2)[1].question_id == saved[10].question_id
    store.trash.delete_for_good(saved[11].conversation_id)
    assert store.search("apple", EVERYWHERE, limit=1)[0].question_id == saved[10].question_id


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("我爱北京天安门", "北京", "北京"),
        ("我爱北京天安门", "天安门", "天安门"),
        ("用Python写程序", "python", "Python"),
        ("用Python写程序", "Python写", "Python写"),
        ("東京へ行きました", "行きま", "行きま"),
        ("대한민국에서", "민국", "민국"),
        ("ภาษาไทยง่าย", "ไทย", "ไทย"),
        ("𠀋𠮷野家", "𠮷野", "𠮷野"),
        ("Ein Café in Zürich", "cafe zurich", "Café"),
        ("The function f(x) = x^2 + 1", "x^2", "x^2"),
        ("Call foo_bar(baz) now", "foo_bar(b", "foo_bar"),
        ("Call foo_bar(baz) now", "foo_bar(baz", "foo_bar(baz"),
        ("Open a new file", "new f", "new"),
        ("No vitamin. Vitamin C!", '"vitamin c', "Vitamin C"),
        ("It costs 3.14 euros", "3.14", "3.14"),
        ("Don't panic", "don't", "Don't"),
        ("one AND two", "AND", "AND"),
        ("a question about thinking", "questi", "question"),
        ("a question about thinking", "thin*", "thinking"),
        ("a question about thinking", "qu*", "question"),
        ("a question about thinking", "ab*", "about"),
        ("It is in Québec", "QU*", "Québec"),
        ("go on", "go*", "go"),
        ("one a_b*", "on* a_b*", "one"),
        ("a question about thinking", "qu* th*", "question"),
        ("a question about thinking", '"question ab"*', "question about"),
        ("用Python写程序", "py*", "Python"),
        ("程序", "程*", "程"),
        ("a question about thinking", '"question about"', "question about"),
        ("a question about thinking", "“question abo", "question about"),
        ("\ufdd0odd\ufdd1 marks inside", "inside", "inside"),
        ("null \0 inside", "inside", "inside"),
    ],
)
def test_words_are_found_in_their_place(store: Store, ask: Ask, text: str, typed: str, found: str) -> None:
    ask("Something", "else", text)
    (hit,) = store.search(typed, [SearchScope.ANSWERS])
    assert matched(hit, text) == found


@pytest.mark.parametrize(
    "typed",
    [
        "qi*",
        "q*",
        "ti* qu*",
        '"about qu"*',
        "京北",
        "天北",
        '"about question"',
        "questi ",
        "q",
        "new q",
        "NEAR(a b)",
        "",
        "  ",
        "***",
        '"',
        "?!",
        "😀",
        "AND",
    ],
)
def test_what_is_not_there_is_not_found(store: Store, ask: Ask, typed: str) -> None:
    ask("Something", "我爱北京", "a question about thinking")
    assert store.search(typed, EVERYWHERE) == []


def test_partial_text_is_found_once_it_has_ended(store: Store, ask: Ask) -> None:
    saved = ask("Something", "first words", "")
    attempt = store.attempt(saved.attempt_ids[0])
    store.recording.save_progress(replace(attempt, thought="first words and zebras", state=AttemptState.STREAMING))
    assert store.search("first", EVERYWHERE) == [], "a text that is being written is not in the index"
    store.recording.finish_attempt(finished(store, attempt.id, "second words", "zebras"))
    assert [hit.scope for hit in store.search("zebra", EVERYWHERE)] == [SearchScope.ANSWERS]
    assert store.search("first", EVERYWHERE) == []


def test_a_long_text_is_found_at_its_end(store: Store, ask: Ask) -> None:
    text = "字 word " * 100_000 + "needle"
    ask("Something", text)
    (hit,) = store.search("needle", EVERYWHERE)
    assert matched(hit, text) == "needle" and hit.offset == len(text) - 6


def test_a_short_beginning_is_found_in_every_scope_at_once(store: Store, ask: Ask, data_folder: DataFolder) -> None:
    ask("Which computer?", "A compass, no.", "Coal.")
    ask("An ox", "An ox", "An ox")
    for opened in (store, open_store(data_folder, read_only=True)):
        with opened:
            assert {hit.scope for hit in opened.search("co*", EVERYWHERE)} == set(SearchScope)
            assert len(opened.search("ox*", EVERYWHERE)) == 3, "a whole word of two letters, too"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text() | st.text(alphabet='"*()^:-+{} ANDORNEAR字é\0\ud800“', max_size=30))
def test_nothing_typed_is_an_error(store: Store, typed: str) -> None:
    assert isinstance(store.search(typed, EVERYWHERE), list)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.text(max_size=20),
    word=st.text(alphabet="abcxyzäßñ字漢かแ19", min_size=1, max_size=6),
    after=st.text(max_size=20),
)
def test_every_word_is_found_where_it_stands(store: Store, ask: Ask, before: str, word: str, after: str) -> None:
    text = f"{before} {word} {after}"
    saved = ask("Something", text)
    stored = store.attempt(saved.attempt_ids[0]).thought
    hit = next(hit for hit in store.search(f"{word} ", [SearchScope.THOUGHTS]) if hit.attempt_id in saved.attempt_ids)
    assert len(stored) == len(text)
    assert hit.length >= 1 and 0 <= hit.offset <= len(before) + 1
    store.trash.delete_for_good(saved.conversation_id)


@given(text=st.text(alphabet="ab 字かก", max_size=30))
def test_places_survive_the_spacing(text: str) -> None:
    spaced = spaced_apart(text)
    places = [place for place, character in enumerate(spaced) if character != " "]
    originals = [place for place, character in enumerate(text) if character != " "]
    assert [place_in_original(spaced, place) for place in places] == originals


def test_a_pasted_page_is_a_bounded_query() -> None:
    (query,) = full_text_queries("word " * 100_000)
    assert len(query) < 1000
