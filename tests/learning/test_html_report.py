"""The page of all rounds: whole, by itself, and safe whatever stands in the history."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from models.errors import InputError
from models.history.store import open_store
from models.learning.rounds.html_report import report_page
from models.learning.rounds.overview import ChangedAnswer
from models.learning.rounds.saved_report import save_learning_report
from models.paths import open_data_folder
from tests.desktop.learning.sample_rounds import overview


class Tags(HTMLParser):
    """Collects the tags, and whether each that was opened is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        assert not any(name.startswith("on") or name in ("src", "href") for name, _ in attrs)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_has_each_round_with_its_proof_and_the_curve() -> None:
    told = overview()
    page = report_page(told, {3: told.changed})
    tags = Tags(page)
    assert not tags.open
    assert tags.seen.count("section") == 1 + 3 and tags.seen.count("circle") == 4  # the base model and three candidates
    for words in (
        "Round 3: adopted",
        "Round 2: not proven",
        "171 of 300 (57.0%)",
        "31 / 2 of 300",
        "3/8",
        "Not proven",
    ):
        assert words in page
    assert re.search(r"<td>A lamp costs.*?<td>43.20</td><td>45</td><td>fixed</td>", page)


def test_what_stands_in_the_history_is_only_text() -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    page = report_page(overview(), {3: [ChangedAnswer(hostile, hostile, hostile, "&amp;", fixed=True)]})
    assert {"script", "img"}.isdisjoint(Tags(page).seen)
    assert "&lt;script&gt;" in page and "&amp;amp;" in page
    assert "http" not in re.sub(r'http-equiv="[^"]*"', "", page)


def test_before_the_first_round_it_says_so_and_a_bad_place_is_told(tmp_path: Path) -> None:
    with open_store(open_data_folder(tmp_path / "data")) as store:
        save_learning_report(store, "m", tmp_path / "page.html")
        assert "Nothing was learned yet" in (tmp_path / "page.html").read_text()
        assert (tmp_path / "page.html").stat().st_mode & 0o777 == 0o600
        with pytest.raises(InputError, match="choose another file"):
            save_learning_report(store, "m", tmp_path / "no" / "page.html")
