"""`rationale models tune` and `models test`, and what `models inspect` says of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop import cli
from desktop.commands import models as models_command
from desktop.commands import models_tune
from models.catalog.inspection import ModelFile, inspect_model
from models.catalog.load_plan import Machine
from models.catalog.speeds import MeasuredSpeed, Rates
from models.catalog.tuned_copies import CopyShelf, Divergence, TunedCopy
from models.engine.measuring import speed_test
from models.engine.measuring import tuning as tuning_module
from models.engine.measuring.tuning import Trial, Tuned
from models.engine.measuring.working import Cancelled
from models.engine.protocol import Load
from models.paths import DataFolder
from models.settings import ModelChoices, Settings, save_settings
from tests.gguf_files import write_tiny_model

SLOW, FAST = Rates(prefill=100, one=50, eight=100), Rates(prefill=200, one=50, eight=130)
STRAYS = Divergence(mean=0.005, error=0.001, largest=0.1, same_choice=0.95, tokens=1000)


HERE = "CPU : AVX = 1 | AVX2 = 1 | "


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    machine = Machine(8 * 10**9, 2)
    monkeypatch.setattr(models_tune, "this_machine", lambda: machine)
    monkeypatch.setattr(models_command, "machine_with_info", lambda: (machine, HERE))
    return write_tiny_model(tmp_path / "tiny.gguf")


def kept(folder: DataFolder, model: Path) -> TunedCopy:
    """Put a copy, of a few bytes, on the shelf."""
    file, shelf = inspect_model(model), CopyShelf(folder.tuned)
    folder.tuned.mkdir(exist_ok=True)
    weights = folder.tuned / "made"
    weights.write_bytes(b"weights")
    copy = TunedCopy(
        original_id=file.model_id, original_name=file.name, original_path=str(model), original_quantization="F16",
        quantization="Q8_0", size=7, divergence=STRAYS, original_rates=SLOW, rates=FAST, threads=2,
        processor="AVX2", made_at=1.0,
    )  # fmt: skip
    shelf.keep(copy, weights)
    return copy


def run(folder: DataFolder, *words: str) -> int:
    return cli.run(["--data-dir", str(folder.root), "models", *words])


def test_a_copy_is_shown_switched_and_removed(
    data_folder: DataFolder, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(data_folder, "inspect", str(model), "--json") == 0
    assert json.loads(capsys.readouterr().out)["tuned"] is None
    copy = kept(data_folder, model)
    assert run(data_folder, "inspect", str(model), "--json") == 0
    shown = json.loads(capsys.readouterr().out)["tuned"]
    assert (shown["quantization"], shown["in_use"], shown["original_id"]) == ("Q8_0", True, copy.original_id)
    assert shown["ratios"] == {"prefill": 2.0, "one": 1.0, "eight": 1.3}
    assert run(data_folder, "tune", str(model), "--off") == 0
    assert "switched off" in capsys.readouterr().out
    assert run(data_folder, "inspect", str(model)) == 0
    assert "Q8_0 copy, switched off: reads 2.00 times as fast" in capsys.readouterr().out
    assert run(data_folder, "tune", str(model), "--remove") == 0
    assert [each.name for each in data_folder.tuned.iterdir()] == []
    capsys.readouterr()
    assert run(data_folder, "tune", str(model), "--on") == 2
    assert "no tuned copy" in capsys.readouterr().err


def test_what_was_tried_is_told(
    data_folder: DataFolder, model: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    trials = (Trial("Q4_0", problem="GGML_ASSERT"), Trial("Q8_0", 7, STRAYS, SLOW, SLOW))
    monkeypatch.setattr(tuning_module.Tuning, "run", lambda _self: Tuned(None, trials))
    assert run(data_folder, "tune", str(model)) == 0
    told = capsys.readouterr().out
    assert "Q4_0: could not be tried" in told and "Q8_0: reading × 1.00" in told and "No copy pays here" in told
    assert run(data_folder, "tune", str(model), "--json") == 0
    tried = json.loads(capsys.readouterr().out)["tried"]
    assert [(each["quantization"], each["pays"]) for each in tried] == [("Q4_0", False), ("Q8_0", False)]


def test_a_tuning_that_was_stopped_ends_with_130(
    data_folder: DataFolder, model: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run_stopped(_self: object) -> Tuned:
        raise Cancelled

    monkeypatch.setattr(tuning_module.Tuning, "run", run_stopped)
    assert run(data_folder, "tune", str(model)) == 130
    assert "nothing was changed" in capsys.readouterr().err


def test_a_speed_test_is_kept_and_shown(
    data_folder: DataFolder, model: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    speed = MeasuredSpeed(
        name="Tiny", rates=FAST, device="CPU", gpu_layers=0, threads=2, quantization="F16", measured_at=1.0
    )
    model_id = inspect_model(model).model_id
    loads: list[Load] = []

    def measured(load: Load, _progress: object) -> tuple[str, MeasuredSpeed]:
        loads.append(load)
        return model_id, speed

    monkeypatch.setattr(speed_test, "run_speed_test", measured)
    choices = ModelChoices(context_size=256, kv_type="q8_0", threads=1)
    save_settings(data_folder.settings, Settings(model_choices={str(model): choices}))
    assert run(data_folder, "test", str(model)) == 0
    (load,) = loads
    assert (load.context_size, load.kv_type, load.threads) == (256, "q8_0", 1), "it is loaded as the user chose"
    assert "reads 200 tokens/s, writes 50 tokens/s alone and 130 tokens/s in eight" in capsys.readouterr().out
    assert run(data_folder, "inspect", str(model), "--json") == 0
    assert json.loads(capsys.readouterr().out)["speed"]["rates"]["prefill"] == 200


def test_a_copy_from_another_processor_is_not_weighed(
    data_folder: DataFolder, model: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept(data_folder, model)
    shelves: list[CopyShelf] = []
    weighed = CopyShelf.weighed

    def weigh(self: CopyShelf, file: ModelFile) -> ModelFile:
        shelves.append(self)
        return weighed(self, file)

    monkeypatch.setattr(CopyShelf, "weighed", weigh)
    assert run(data_folder, "inspect", str(model), "--json") == 0
    assert json.loads(capsys.readouterr().out)["fit"]["fits"]
    (shelf,) = shelves
    copy = shelf.of(inspect_model(model).model_id)
    assert copy is not None and shelf.is_from_elsewhere(replace(copy, processor="CPU : NEON = 1 | "))


def test_a_copy_that_is_held_is_told_in_a_sentence(
    data_folder: DataFolder, model: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept(data_folder, model)

    def refuse(_path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, f"it is mapped ({missing_ok})")

    monkeypatch.setattr(Path, "unlink", refuse)
    assert run(data_folder, "tune", str(model), "--remove") == 2
    assert "cannot be deleted while it is in use" in capsys.readouterr().err


@pytest.mark.parametrize("named", ["bundled", "SmolLM2 135M Instruct", "path"])
def test_what_is_told_of_a_model_is_as_the_user_chose(
    data_folder: DataFolder, model: Path, bundled_model_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch, named: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(models_command, "this_machine", lambda: Machine(8 * 10**9, 2))
    monkeypatch.setenv("HOME", str(model.parent))
    choices = {"bundled": ModelChoices(context_size=2048), str(model): ModelChoices(context_size=512)}
    save_settings(data_folder.settings, Settings(model_choices=choices, known_models=(str(model),)))
    assert run(data_folder, "inspect", str(bundled_model_path) if named == "path" else named, "--json") == 0
    assert json.loads(capsys.readouterr().out)["fit"]["context_size"] == 2048
    assert run(data_folder, "list", "--json") == 0
    assert [each["fit"]["context_size"] for each in json.loads(capsys.readouterr().out)] == [2048, 512]
