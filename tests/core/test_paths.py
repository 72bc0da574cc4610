from __future__ import annotations

import stat
import sys
from pathlib import Path

import platformdirs
import pytest

from models.errors import InputError
from models.paths import DATA_FOLDER_VARIABLE, make_private_folder, open_data_folder, write_private_file

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_chosen_folder_is_made(tmp_path: Path) -> None:
    folder = open_data_folder(tmp_path / "a" / "b")
    assert folder.root == tmp_path / "a" / "b"
    assert folder.root.is_dir()


def test_everything_lies_inside(tmp_path: Path) -> None:
    folder = open_data_folder(tmp_path / "x")
    places = [folder.database, folder.settings, folder.backups, folder.adapters, folder.logs]
    assert all(place.parent == folder.root for place in places)
    assert len(set(places)) == len(places)


@POSIX
def test_a_new_folder_is_private(tmp_path: Path) -> None:
    assert mode(open_data_folder(tmp_path / "data").root) == 0o700
    make_private_folder(tmp_path / "logs")
    assert mode(tmp_path / "logs") == 0o700


@POSIX
def test_an_existing_folder_keeps_its_mode_and_content(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o750)
    (shared / "kept").write_text("x")
    assert open_data_folder(shared).root == shared
    assert mode(shared) == 0o750 and (shared / "kept").read_text() == "x"


def test_the_environment_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DATA_FOLDER_VARIABLE, str(tmp_path / "from environment"))
    assert open_data_folder().root == tmp_path / "from environment"
    assert open_data_folder(tmp_path / "chosen").root == tmp_path / "chosen"


def test_without_a_choice_it_is_the_platforms_own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DATA_FOLDER_VARIABLE, "")
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda name, appauthor: str(tmp_path / f"{name} {appauthor}"))
    assert open_data_folder().root == tmp_path / "rationale False"


def test_a_relative_folder_stays_the_same_after_a_change_of_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert open_data_folder(Path("here")).root == tmp_path / "here"


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("precious")
    for chosen in (file, file / "below"):
        with pytest.raises(InputError) as caught:
            open_data_folder(chosen)
        assert str(chosen) in caught.value.message and "--data-dir" in caught.value.message
        assert caught.value.exit_code == 2
    assert file.read_text() == "precious"


def test_an_unknown_users_home_is_told() -> None:
    with pytest.raises(InputError, match="--data-dir"):
        open_data_folder(Path("~no-such-user-here/data"))


def test_writing_replaces_in_one_step(tmp_path: Path) -> None:
    file = tmp_path / "file"
    write_private_file(file, b"long old content")
    with file.open("rb") as old:
        write_private_file(file, b"new")
        assert old.read() == b"long old content"
    assert file.read_bytes() == b"new"
    assert list(tmp_path.glob("*.part")) == [] and list(tmp_path.glob(".*.part")) == []


@POSIX
def test_a_written_file_is_private(tmp_path: Path) -> None:
    write_private_file(tmp_path / "file", b"x")
    assert mode(tmp_path / "file") == 0o600


def test_writing_into_a_missing_folder_fails_openly(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_private_file(tmp_path / "missing" / "file", b"x")
