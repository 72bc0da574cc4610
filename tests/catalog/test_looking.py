"""Models are looked for in a process of its own: what a file does to it costs that file, not the search."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import threading
from pathlib import Path

import pytest

from models.catalog.failures import BadModelFile, Fault
from models.catalog.found.places import Owner
from models.catalog.found.records import Overview
from models.catalog.inspection import inspect_model
from models.catalog.looking.client import READER_MEMORY, Looker, inspect_aside
from models.catalog.looking.messages import LONGEST_LINE, Order
from models.errors import InputError
from tests.catalog import raw_headers as raw
from tests.gguf_files import cut_short, write_tiny_model

ODD = """
import json, sys, time
order = json.loads(sys.stdin.readline())
passed = order.get("passed_over", [])
for name in ("/a.gguf", "/bad.gguf"):
    if name in passed:
        continue
    print(json.dumps({"reading": name}), flush=True)
    if name == "/bad.gguf":
        MISDEED
print(json.dumps({"overview": {"models": [], "others": [], "unreadable": len(passed), "stopped": False}}), flush=True)
"""


HANGING = """
import os, time
from pathlib import Path
from models.catalog import header
from models.catalog.looking.server import main
scandir, read = os.scandir, header._read
os.scandir = lambda folder: time.sleep(60) if Path(folder).name == "dead" else scandir(folder)
header._read = lambda stream, path, size: os.abort() if path.name.startswith("evil") else read(stream, path, size)
main()
"""
"""The process, on a computer with a drive that hangs and with files that end it."""

MARK = "{{ messages }}"

LONG = '{"overview": {"models": [], "others": [], "unreadable": 0, "stopped": false}, "more": "%s"}'


def odd(misdeed: str) -> tuple[str, ...]:
    """A process that misbehaves at one file."""
    return (sys.executable, "-c", ODD.replace("MISDEED", misdeed))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    folder.mkdir()
    write_tiny_model(folder / "tiny.gguf")
    cut_short(folder / "cut.gguf", folder / "tiny.gguf", keep=9000)
    return folder


def look(folder: Path, tmp_path: Path, **more: object) -> Overview:
    cache = str(tmp_path / "cache.json")
    order = Order(folders=(str(folder),), downloads=str(tmp_path / "no"), cache_file=cache, **more)  # type: ignore[arg-type]
    counts: list[int] = []
    found = Looker().look(order, counts.append)
    assert found is not None
    return found


def test_what_the_process_finds_arrives_whole(folder: Path, tmp_path: Path) -> None:
    found = look(folder, tmp_path, known=(str(tmp_path / "gone.gguf"),), memory_bytes=2_000_000_000)
    bundled, added, tiny = found.models
    assert bundled.owner is Owner.BUNDLED and bundled.file is not None and bundled.file.layers == 30
    assert added.trouble is not None and added.trouble.fault is Fault.GONE
    assert tiny.file is not None and tiny.path == folder / "tiny.gguf" and tiny.file.shape.layers > 0
    (cut,) = found.others
    assert cut.trouble is not None and cut.trouble.fault is Fault.CUT_SHORT
    assert cut.trouble.size == 9000 < cut.trouble.whole_size == (folder / "tiny.gguf").stat().st_size
    assert "not within the file bounds" in cut.trouble.details


def test_what_was_moved_is_found_where_it_is_now(folder: Path, tmp_path: Path) -> None:
    first = look(folder, tmp_path)
    (folder / "tiny.gguf").rename(folder / "moved.gguf")
    assert [each.path.name for each in look(folder, tmp_path).models[1:]] == ["moved.gguf"]
    assert [each.path.name for each in first.models[1:]] == ["tiny.gguf"]


@pytest.mark.parametrize("misdeed", ["import os; os.abort()", "time.sleep(60)", "print('nonsense', flush=True)"])
def test_a_file_that_ends_or_hangs_the_process_is_passed_over(misdeed: str) -> None:
    found = Looker(odd(misdeed), seconds=2.0).look(Order())
    assert found is not None and found.unreadable == 1


def test_a_folder_that_hangs_or_holds_many_bad_files_is_passed_over(folder: Path, tmp_path: Path) -> None:
    (folder / "dead").mkdir()
    shutil.copy(folder / "tiny.gguf", folder / "dead" / "out of reach.gguf")
    (folder / "evil").mkdir()
    for number in range(9):
        shutil.copy(folder / "tiny.gguf", folder / "evil" / f"evil{number}.gguf")
    order = Order(folders=(str(folder),), downloads=str(tmp_path / "no"))
    found = Looker((sys.executable, "-c", HANGING), seconds=4.0).look(order)
    assert found is not None
    assert [each.path.name for each in found.models[1:]] == ["tiny.gguf"]
    assert found.left_out == (folder / "dead", folder / "evil")
    again = Looker().look(order)
    assert again is not None and len(again.models) == 12 and again.left_out == ()


def test_one_file_can_be_looked_at_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = inspect_model(folder / "tiny.gguf")

    def refuse(*_given: object) -> None:
        raise AssertionError("a header was read in this process")

    monkeypatch.setattr("models.catalog.header._read", refuse)
    assert inspect_aside(folder / "tiny.gguf") == there
    with pytest.raises(BadModelFile) as caught:
        inspect_aside(folder / "cut.gguf")
    assert caught.value.problem.fault is Fault.CUT_SHORT and caught.value.problem.size == 9000
    looker = Looker()
    looker.cancel()
    with pytest.raises(InputError, match="could not be searched"):
        inspect_aside(folder / "tiny.gguf", looker)


def test_the_texts_of_templates_are_left_behind(folder: Path, tmp_path: Path) -> None:
    for number in range(3):
        write_tiny_model(folder / f"chatty{number}.gguf", chat_template=MARK * 10_000, name=f"Chatty {number}")
    found = look(folder, tmp_path)
    chatty = [each.file for each in found.models if each.file is not None and each.path.stem.startswith("chatty")]
    assert [(each.chat_template, each.has_chat_template) for each in chatty] == [(None, True)] * 3
    tiny = next(each.file for each in found.models if each.path.stem == "tiny")
    assert tiny is not None and not tiny.has_chat_template
    assert MARK not in repr(found) and MARK not in (tmp_path / "cache.json").read_text()


def test_an_answer_that_is_too_long_is_not_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.catalog.looking.client.LONGEST_LINE", 10_000)
    with pytest.raises(InputError, match="could not be searched"):
        Looker((sys.executable, "-c", f"import sys; sys.stdin.readline(); print({LONG!r} % ('x' * 20_000))")).look(
            Order()
        )
    found = Looker((sys.executable, "-c", f"import sys; sys.stdin.readline(); print({LONG!r} % '')")).look(Order())
    assert found is not None


def test_a_folder_with_too_much_to_tell_costs_its_own_files_only(folder: Path, tmp_path: Path) -> None:
    raw.write_bloated(folder / "evil", LONGEST_LINE // 45_000)
    write_tiny_model(tmp_path / "another.gguf")
    order = Order(folders=(str(folder), str(tmp_path)), downloads=str(tmp_path / "no"))
    found = Looker().look(order)
    assert found is not None
    assert [each.path.name for each in found.models[1:]] == ["tiny.gguf", "another.gguf"]
    assert [each.path.name for each in found.others] == ["cut.gguf"]
    assert found.left_out == (folder / "evil",)


def test_a_name_that_is_no_text_costs_its_own_file_only(folder: Path, tmp_path: Path) -> None:
    bad = Path(os.fsdecode(os.fsencode(folder) + b"/mod\xe8le.gguf"))
    try:
        shutil.copy(folder / "tiny.gguf", bad)
    except OSError:
        pytest.skip("this disk takes no such names")
    for _ in range(2):
        found = look(folder, tmp_path)
        assert [each.path.name for each in found.models[1:]] == ["tiny.gguf"]
        assert [each.path.name for each in found.others] == ["cut.gguf", "mod?le.gguf"]
        assert "rename the file" in found.others[1].problem


def test_a_process_that_never_gets_anywhere_is_given_up() -> None:
    with pytest.raises(InputError, match="could not be searched"):
        Looker((sys.executable, "-c", "raise SystemExit(3)")).look(Order())
    with pytest.raises(InputError, match="could not be searched"):  # it ends before it has heard all of the order
        Looker((sys.executable, "-c", "raise SystemExit(3)")).look(Order(known=("x" * 200_000,)))
    with pytest.raises(InputError, match="could not be searched"):
        Looker(("/no/such/program",)).look(Order())


@pytest.mark.skipif(sys.platform != "linux", reason="the shell's bound on memory")
def test_models_are_found_where_the_system_allows_less_memory(folder: Path) -> None:
    server = f"{shlex.quote(sys.executable)} -m models.catalog.looking.server"
    looker = Looker(("/bin/sh", "-c", f"ulimit -d 1000000; exec {server}"))
    order = Order(folders=(str(folder),), downloads=str(folder / "no"), memory_bytes=READER_MEMORY)
    found = looker.look(order)
    assert found is not None and [each.path.name for each in found.models[1:]] == ["tiny.gguf"]


def test_a_search_can_be_cancelled() -> None:
    looker = Looker(odd("time.sleep(60)"), seconds=60.0)
    timer = threading.Timer(0.5, looker.cancel)
    timer.start()
    assert looker.look(Order()) is None
    timer.join()
    assert looker.look(Order()) is None
