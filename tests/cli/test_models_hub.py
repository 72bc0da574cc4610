"""`rationale models search | download | list` against a Hub on this machine, and models of other programs."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.catalog.hub_server import HubServer
from tests.cli.conftest import Run, document, is_one_sentence
from tests.gguf_files import cut_short, write_adapter, write_tiny_model

REPOSITORY = "someone/tiny-GGUF"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[HubServer]:
    served = HubServer()
    tiny = write_tiny_model(tmp_path / "tiny.gguf", name="Tiny", embedding=256, feed_forward=512)
    for name in ("tiny-Q4_K_M.gguf", "tiny-Q8_0.gguf", "tiny-F16.gguf"):
        served.files[f"{REPOSITORY}/{name}"] = tiny.read_bytes()
    monkeypatch.setenv("HF_ENDPOINT", served.address)
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    for name in ("HF_TOKEN", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    yield served
    served.close()


@pytest.mark.usefixtures("server")
def test_search_list_and_download(rationale: Run) -> None:
    found = document(rationale("models", "search", "tiny", "--json"))
    assert [each["repository"] for each in found] == [REPOSITORY] and found[0]["licence"] == "apache-2.0"
    listed = document(rationale("models", "search", REPOSITORY, "--json"))
    assert listed["recommended"] == "tiny-Q8_0.gguf" and listed["reason"].endswith(".")
    assert [each["file"] for each in listed["files"] if each["recommended"]] == ["tiny-Q8_0.gguf"]
    done = rationale("models", "download", REPOSITORY, "q8_0", "--json")
    assert document(done)["name"] == "Tiny"
    assert "licence apache-2.0" in done.stderr and "100 %" in done.stderr
    models = document(rationale("models", "list", "--json"))
    assert [each["from"] for each in models] == ["bundled", "downloaded"]
    assert all(each["fit"]["fits"] for each in models)
    assert document(rationale("models", "inspect", "tiny-Q8_0.gguf", "--json"))["fit"]["fits"]


def test_nothing_else_uses_the_network(rationale: Run, server: HubServer) -> None:
    for arguments in (["list"], ["list", "--all"], ["inspect", "bundled"]):
        assert rationale("models", *arguments).returncode == 0
    assert server.requests == []


def test_failures_are_one_sentence(rationale: Run, server: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments in (["search", "no/such"], ["download", REPOSITORY, "other.gguf"], ["download", "x", "y"]):
        done = rationale("models", *arguments)
        assert done.returncode == 2 and is_one_sentence(done.stderr), done.stderr
    server.listed[f"{REPOSITORY}/tiny-F16.gguf"] = {"sha256": "0" * 64}
    done = rationale("models", "download", REPOSITORY, "tiny-F16.gguf")
    assert done.returncode == 2 and "checksum" in done.stderr and "Traceback" not in done.stderr
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    done = rationale("models", "search", "tiny")
    assert done.returncode == 2 and "HF_HUB_OFFLINE" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C is sent as a signal")
def test_ctrl_c_pauses_and_says_how_to_go_on(rationale: Run, server: HubServer, tmp_path: Path) -> None:
    server.manners.pieces_pause = 0.01
    command = [sys.executable, "-m", "desktop", "--data-dir", str(tmp_path / "data"), "models", "download", REPOSITORY]
    with subprocess.Popen([*command, "F16"], stderr=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        assert process.stderr is not None
        while "%" not in (line := process.stderr.readline()) or "(0 %)" in line:
            assert line, "it ended before it could be paused"
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
    assert process.returncode == 130
    assert "Paused at" in rest and f"rationale models download {REPOSITORY} F16" in rest
    server.manners.pieces_pause = 0
    assert rationale("models", "download", REPOSITORY, "F16").returncode == 0
    assert any("range" in headers for _, _, headers in server.requests)


def test_models_of_other_programs_and_folders_are_listed(rationale: Run, tmp_path: Path) -> None:
    tiny = write_tiny_model(tmp_path / "tiny.gguf", name="Tiny")
    home = tmp_path / "home"
    digest = "ab" * 32
    for place in (home / ".lmstudio/models/a/b/studio.gguf", home / ".ollama/models/blobs" / f"sha256-{digest}",
                  tmp_path / "mine/own.gguf"):  # fmt: skip
        place.parent.mkdir(parents=True)
        shutil.copy(tiny, place)
    manifest = home / ".ollama/models/manifests/registry.ollama.ai/library/tiny/1b"
    manifest.parent.mkdir(parents=True)
    layer = {"mediaType": "application/vnd.ollama.image.model", "digest": f"sha256:{digest}"}
    manifest.write_text(json.dumps({"layers": [layer]}))
    write_adapter(tmp_path / "mine/adapter.gguf", tiny)
    cut_short(tmp_path / "mine/cut.gguf", tiny, keep=9000)
    assert rationale("models", "add", str(tmp_path / "mine")).returncode == 0
    listed = document(rationale("models", "list", "--json"))
    assert [each["from"] for each in listed] == ["bundled", "folder", "lmstudio", "ollama"]
    assert listed[3]["label"] == "tiny:1b"
    everything = document(rationale("models", "list", "--all", "--json"))
    assert {Path(each["path"]).name for each in everything if each["problem"]} == {"adapter.gguf", "cut.gguf"}
    text = rationale("models", "list")
    assert "LM Studio" in text.stdout and "2 other files" in text.stderr and "to be listed whole" not in text.stderr
    (tmp_path / "mine" / "/".join("deeper" for _ in range(20))).mkdir(parents=True)
    text = rationale("models", "list")
    assert "own.gguf" in text.stdout
    assert f"The folder {tmp_path / 'mine'} holds too much to be listed whole; put the models" in text.stderr
