"""The translations are whole: every string of the window has one, and the compiled file is that of the text."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from models.assets import asset

SOURCES = Path("desktop")
TEXTS = asset("translations/rationale_zh_CN.ts")
TOOLS = Path(sys.executable).parent


def messages(path: Path) -> Iterator[tuple[str, ET.Element]]:
    for context in ET.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            yield context.findtext("name", ""), message


def translations(message: ET.Element) -> list[str]:
    translation = message.find("translation")
    assert translation is not None
    forms = [each.text or "" for each in translation.iter("numerusform")]
    return forms or [translation.text or ""]


def places(text: str) -> set[str]:
    return set(re.findall(r"\{[^}]*\}", text))


def run_tool(name: str, *arguments: str) -> None:
    subprocess.run([str(TOOLS / f"pyside6-{name}"), *arguments], check=True, capture_output=True, timeout=60)


def test_every_string_is_translated(tmp_path: Path) -> None:
    gathered = tmp_path / "gathered.ts"
    shutil.copy(TEXTS, gathered)
    run_tool(
        "lupdate", "-extensions", "py", "-no-obsolete", *map(str, sorted(SOURCES.rglob("*.py"))), "-ts", str(gathered)
    )
    untranslated = [
        (context, message.findtext("source"))
        for context, message in messages(gathered)
        if (found := message.find("translation")) is None
        or found.get("type") == "unfinished"
        or not all(translations(message))
    ]
    assert untranslated == []
    assert len(list(messages(gathered))) > 200


def test_translations_keep_the_places_that_are_filled_in() -> None:
    for _context, message in messages(TEXTS):
        source = message.findtext("source", "")
        for translation in translations(message):
            assert places(translation) == places(source), source


def test_the_compiled_file_is_up_to_date(tmp_path: Path) -> None:
    compiled = tmp_path / "compiled.qm"
    run_tool("lrelease", "-silent", str(TEXTS), "-qm", str(compiled))
    assert compiled.read_bytes() == TEXTS.with_suffix(".qm").read_bytes(), "run `make translations`"
