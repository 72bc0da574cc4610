from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import msgspec
import pytest

from models.paths import DataFolder
from models.settings import (
    EngineSettings,
    ModelChoices,
    SamplingSettings,
    Settings,
    load_settings,
    save_changes,
    save_settings,
)

ALL_CHANGED = Settings(
    model="/models/é “x”.gguf",
    effort="deep",
    thought_tokens=1,
    answer_tokens=2,
    thinking_seconds=3.5,
    keep_thoughts=True,
    system_prompt="Be brief.\n“Always.”",
    sampling=SamplingSettings(temperature=0.0, top_k=0, top_p=1.0, min_p=0.0, repeat_penalty=1.1, repeat_window=5),
    engine=EngineSettings(context_size=4096, gpu_layers=0, threads=1),
    theme="dark",
    language="de",
    text_scale=1.5,
    reduce_motion=True,
    learn_after_ratings=7,
    learn_when_idle=True,
    learn_on_battery=True,
    trash_days=30,
    known_models=("/a.gguf", "/b.gguf"),
    model_folders=("/models/mine",),
    model_choices={
        "bundled": ModelChoices(
            context_size=1024,
            gpu_layers=3,
            kv_type="q8_0",
            flash_attention=True,
            batch_tokens=64,
            threads=1,
            chat_template="chatml",
        )
    },
    hidden_models=("/models/broken.gguf",),
    unfinished_downloads=("owner/name/file.gguf",),
    unfinished_sizes={"owner/name/file.gguf": 5},
    mending_downloads=("owner/name/file.gguf",),
)

BROKEN = {
    "empty": b"",
    "cut": b'{"model": "bund',
    "no object": b"[1, 2]",
    "nothing": b"null",
    "no JSON": b"model = bundled",
    "no text": b'{"model": "\xff\xfe"}',
    "nested too deep": b'{"new": ' + b"[" * 100_000,
    "wrong type": b'{"thought_tokens": "many"}',
    "wrong type within": b'{"sampling": {"temperature": []}}',
    "number out of range": b'{"text_scale": 1e999}',
    "zeros after a power cut": bytes(200),
}


@pytest.fixture
def file(data_folder: DataFolder) -> Path:
    return data_folder.settings


def test_a_missing_file_means_the_defaults(file: Path) -> None:
    assert load_settings(file) == (Settings(), "")
    assert not file.exists()


def test_every_setting_comes_back(file: Path) -> None:
    default = msgspec.to_builtins(Settings())
    changed = msgspec.to_builtins(ALL_CHANGED)
    assert [name for name in default if default[name] == changed[name]] == []
    save_settings(file, ALL_CHANGED)
    assert load_settings(file) == (ALL_CHANGED, "")


def test_a_file_may_leave_settings_out(file: Path) -> None:
    file.write_text('{"effort": "quick", "sampling": {"top_k": 7}}')
    loaded, notice = load_settings(file)
    assert notice == ""
    assert loaded == Settings(effort="quick", sampling=SamplingSettings(top_k=7))


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_is_set_aside_and_told(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    loaded, notice = load_settings(file)
    assert loaded == Settings()
    assert "settings.json.bad" in notice and "default" in notice
    assert file.with_name("settings.json.bad").read_bytes() == content
    assert not file.exists()
    save_settings(file, ALL_CHANGED)
    assert load_settings(file) == (ALL_CHANGED, "")
    assert file.with_name("settings.json.bad").read_bytes() == content


def test_a_second_broken_file_does_not_replace_the_first(file: Path) -> None:
    notices = []
    for content in (b"one", b"two", b"three"):
        file.write_bytes(content)
        notices.append(load_settings(file)[1])
    kept = {each.name: each.read_bytes() for each in file.parent.glob("settings.json.bad*")}
    assert sorted(kept.values()) == [b"one", b"three", b"two"]
    assert all(any(name in notice for notice in notices) for name in kept)


def test_a_folder_in_the_place_of_the_file_is_told(file: Path) -> None:
    file.mkdir()
    loaded, notice = load_settings(file)
    assert loaded == Settings() and notice


def test_a_newer_versions_settings_survive_saving(file: Path) -> None:
    file.write_text(
        json.dumps({"effort": "quick", "voice": {"speed": 2}, "sampling": {"temperature": 0.1, "mirostat": [1, 2]},
                    "engine": {"flash": None}})
    )  # fmt: skip
    loaded, notice = load_settings(file)
    assert notice == "" and loaded.effort == "quick"
    save_settings(file, msgspec.structs.replace(loaded, effort="deep"))
    kept = json.loads(file.read_text())
    assert kept["voice"] == {"speed": 2}
    assert kept["sampling"]["mirostat"] == [1, 2] and kept["sampling"]["temperature"] == 0.1
    assert "flash" in kept["engine"]
    assert kept["effort"] == "deep"


def test_a_shorter_list_is_saved_as_it_is(file: Path) -> None:
    save_settings(file, ALL_CHANGED)
    save_settings(file, msgspec.structs.replace(ALL_CHANGED, known_models=("/b.gguf",)))
    assert load_settings(file)[0].known_models == ("/b.gguf",)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_the_file_is_private_also_where_it_was_not(file: Path) -> None:
    file.write_text("{}")
    file.chmod(0o644)
    before = os.umask(0)
    try:
        save_settings(file, Settings())
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_failed_write_leaves_the_old_file_and_no_rest(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_settings(file, ALL_CHANGED)

    def full_disk(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        save_settings(file, Settings())
    assert load_settings(file) == (ALL_CHANGED, "")
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_two_threads_may_save_at_once(file: Path) -> None:
    failures: list[BaseException] = []

    def save(effort: str) -> None:
        try:
            for _ in range(30):
                save_settings(file, Settings(effort=effort))
        except OSError as error:
            failures.append(error)

    threads = [threading.Thread(target=save, args=(effort,)) for effort in ("quick", "deep")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert load_settings(file)[0].effort in ("quick", "deep")


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_kill_leaves_the_old_settings_or_the_new(file: Path) -> None:
    writer = (
        "import sys; from pathlib import Path; from models.settings import Settings, save_settings\n"
        "print('ready', flush=True)\n"
        "while True:\n"
        "    for prompt in ('a' * 300_000, 'b' * 300_000):\n"
        "        save_settings(Path(sys.argv[1]), Settings(system_prompt=prompt))\n"
    )
    for pause in (0.03, 0.051, 0.077):
        process = subprocess.Popen([sys.executable, "-c", writer, str(file)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        with process.stdout:
            assert process.stdout.readline()
            threading.Event().wait(pause)
            process.send_signal(signal.SIGKILL)
            process.wait()
        loaded, notice = load_settings(file)
        assert notice == ""
        assert set(loaded.system_prompt) in ({"a"}, {"b"}, set())


def test_only_what_changed_is_written(file: Path) -> None:
    opened = Settings(known_models=("/a.gguf",))
    save_settings(file, opened)
    other = msgspec.structs.replace(
        opened, known_models=("/a.gguf", "/b.gguf"), sampling=SamplingSettings(top_k=7), effort="deep"
    )
    save_changes(file, opened, other)
    mine = msgspec.structs.replace(
        opened, known_models=("/a.gguf", "/c.gguf"), sampling=SamplingSettings(top_p=0.5), theme="dark"
    )
    saved = save_changes(file, opened, mine)
    assert saved == load_settings(file)[0]
    assert saved.known_models == ("/a.gguf", "/b.gguf", "/c.gguf")
    assert (saved.effort, saved.theme) == ("deep", "dark")
    assert saved.sampling == SamplingSettings(top_k=7, top_p=0.5)


def test_an_entry_taken_away_stays_away(file: Path) -> None:
    save_settings(file, Settings(known_models=("/a.gguf", "/b.gguf", "/new.gguf")))
    before = Settings(known_models=("/a.gguf", "/b.gguf"))
    assert save_changes(file, before, Settings(known_models=("/b.gguf",))).known_models == ("/b.gguf", "/new.gguf")


@pytest.mark.parametrize("content", [None, b"{", b"[]", b'{"format": 99, "effort": 3}'])
def test_changes_are_kept_where_the_file_is_gone_or_broken(file: Path, content: bytes | None) -> None:
    if content is not None:
        file.write_bytes(content)
    before = Settings(effort="quick", theme="dark")
    after = msgspec.structs.replace(before, theme="light")
    assert save_changes(file, before, after) == after
    assert json.loads(file.read_bytes())["theme"] == "light"


def test_two_programs_may_change_settings_at_once(file: Path) -> None:
    names = [f"/{number}.gguf" for number in range(20)]

    def add(name: str) -> None:
        save_changes(file, Settings(), Settings(known_models=(name,)))

    threads = [threading.Thread(target=add, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(load_settings(file)[0].known_models) == sorted(names)


def test_a_newer_versions_file_is_set_aside_and_told(file: Path) -> None:
    content = b'{"format": 2, "effort": {"kind": "adaptive"}}'
    file.write_bytes(content)
    loaded, notice = load_settings(file)
    assert loaded == Settings()
    assert "newer version" in notice and "settings.json.bad" in notice
    assert file.with_name("settings.json.bad").read_bytes() == content
