"""`rationale adapters import`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop import cli
from models.paths import DataFolder
from tests.gguf_files import write_adapter, write_tiny_model


def test_the_command_imports_lists_and_adopts(
    data_folder: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = str(write_tiny_model(tmp_path / "tiny.gguf"))
    path = write_adapter(tmp_path / "style.gguf", Path(model))
    where = ["--data-dir", str(data_folder.root)]
    assert cli.run([*where, "adapters", "import", str(path), "--model", model, "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["imported_from"] == "style.gguf"
    assert cli.run([*where, "adapters", "list", "--model", model, "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert listed[0]["proof"] == "imported from style.gguf, never examined" and not listed[0]["in_use"]
    assert cli.run([*where, "adapters", "adopt", made["id"], "--model", model]) == 0
    capsys.readouterr()
    assert cli.run([*where, "adapters", "import", model, "--model", model]) == 2
    assert "is no adapter" in capsys.readouterr().err
