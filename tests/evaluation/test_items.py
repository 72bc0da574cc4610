"""Files of questions: what is read, and what is refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.errors import InputError
from models.evaluation.items import Item, fingerprint, read_items


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "items.jsonl"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_questions_and_answers_are_read(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        '\ufeff{"question": " 2 + 2? ", "answer": 4}\n\n'
        '{"question": "Clips?", "answer": "48/2 = <<48/2=24>>24\\n#### 72", "more": 1}\n'
        '{"question": "Half?", "answer": "So \\\\boxed{1/2}"}\n',
    )
    assert read_items(path) == [Item(1, "2 + 2?", "4"), Item(3, "Clips?", "72"), Item(4, "Half?", "1/2")]
    assert read_items(path, limit=1) == [Item(1, "2 + 2?", "4")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "There is no question"),
        ("\n\n", "There is no question"),
        ("{", "Line 1 of items.jsonl is no question"),
        ('{"question": "a", "answer": "b"}\n[1]', "Line 2 of items.jsonl is no question"),
        ('{"question": "a"}', "Line 1"),
        ('{"question": "a", "answer": ["b"]}', "Line 1"),
        ('{"question": " ", "answer": "b"}', "Line 1 of items.jsonl has no question or no answer"),
        ('{"question": "a", "answer": " "}', "has no question or no answer"),
        ("[" * 100_000, "Line 1"),
        (b"\xff\xfe", "not text in UTF-8"),
    ],
)
def test_bad_files_are_told_with_their_line(tmp_path: Path, content: str | bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_items(write(tmp_path, content))


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            read_items(path)


def test_the_fingerprint_follows_the_content() -> None:
    items = [Item(1, "a", "b"), Item(2, "c", "d")]
    assert fingerprint(items) == fingerprint(list(items))
    assert len({fingerprint(items), fingerprint(items[:1]), fingerprint([Item(1, "a", "c"), items[1]])}) == 3
