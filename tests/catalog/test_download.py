from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from models.catalog.download.control import DownloadControl, Phase, Progress, Stop
from models.catalog.download.deleting import delete_download
from models.catalog.download.downloading import Downloaded, arrived, discard, download, set_down
from models.catalog.download.failures import HubError
from models.catalog.download.hub import Hub
from models.catalog.download.space import SPARE_BYTES, room_for
from models.catalog.download.transfer import Patience
from models.errors import InputError
from tests.catalog.hub_server import HubServer, Manners

REPOSITORY = "someone/tiny-GGUF"
FILE = "tiny-Q4_K_M.gguf"
QUICK = Patience(tries=4, first_wait=0.01, longest_wait=0.02, longest_retry_after=5, timeout=5)
CONTENT = random.Random(1).randbytes(300_000)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[HubServer]:
    import huggingface_hub
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    for name in ("HF_TOKEN", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    served = HubServer()
    served.files[f"{REPOSITORY}/{FILE}"] = CONTENT
    yield served
    huggingface_hub.close_session()
    served.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models"


def get(server: HubServer, folder: Path, file: str = FILE, **more: Any) -> Downloaded:
    hub = Hub(endpoint=server.address, token=more.pop("token", None))
    repository = hub.repository(REPOSITORY)
    return download(hub, repository, repository.model(file), folder, patience=QUICK, **more)


def parts(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.part"))


def refused(server: HubServer, folder: Path, **more: Any) -> HubError:
    with pytest.raises(HubError) as caught:
        get(server, folder, **more)
    assert not list(folder.rglob("*.gguf"))
    return caught.value


def test_a_search_and_a_listing(server: HubServer) -> None:
    server.files[f"{REPOSITORY}/mmproj-tiny-F16.gguf"] = b"x"
    server.files[f"{REPOSITORY}/README.md"] = b"x"
    for number in (1, 2):
        server.files[f"{REPOSITORY}/big/tiny-Q8_0-0000{number}-of-00002.gguf"] = CONTENT
    server.files[f"{REPOSITORY}/torn-Q6_K-00001-of-00002.gguf"] = CONTENT
    hub = Hub(endpoint=server.address, token=None)
    assert server.requests == []
    (found,) = hub.search("TINY")
    assert (found.repository, found.licence, found.updated) == (REPOSITORY, "apache-2.0", "2026-05-01")
    repository = hub.repository(REPOSITORY)
    assert [(each.quantization, each.size, len(each.files)) for each in repository.models] == [
        ("Q4_K_M", 300_000, 1), ("Q8_0", 600_000, 2),
    ]  # fmt: skip
    assert repository.model("q8_0") is repository.models[1]
    assert repository.model("tiny-Q8_0-00002-of-00002.gguf") is repository.models[1]
    with pytest.raises(HubError, match="it has: tiny-Q4_K_M"):
        repository.model("other.gguf")
    assert all("authorization" not in headers for _, _, headers in server.requests)
    assert {headers["user-agent"] for _, _, headers in server.requests} == {"rationale"}


def test_a_download_arrives_whole_private_and_under_its_name(server: HubServer, folder: Path) -> None:
    told: list[Progress] = []
    done = get(server, folder, progress=told.append)
    assert done.path == folder / "someone--tiny-GGUF" / FILE
    assert done.path.read_bytes() == CONTENT and done.path.stat().st_mode & 0o077 == 0
    assert told[-1].phase is Phase.CHECKING and told[-1].share == 1.0
    assert any(each.phase is Phase.RECEIVING for each in told) and not parts(folder)
    sent = server.sent
    assert get(server, folder).path == done.path
    assert server.sent == sent, "a file that is there and right is not received again"


def test_twenty_drops_end_in_the_right_file(server: HubServer, folder: Path) -> None:
    server.manners = Manners(drops=20, drop_after=9_000)
    done = get(server, folder)
    assert done.path is not None and done.path.read_bytes() == CONTENT
    assert server.sent == len(CONTENT), "each byte was sent once"


@pytest.mark.parametrize("seed", range(3))
def test_twenty_drops_at_random_places_end_in_the_right_file(server: HubServer, folder: Path, seed: int) -> None:
    """Some break before the first byte, some within a piece, some at its end."""
    dice = random.Random(seed)
    places = [dice.choice((0, 1, 4096, dice.randrange(20_000))) for _ in range(20)]
    for place in range(2, 20, 3):  # three tries in a row without a byte are the most that patience allows here
        places[place] = max(places[place], 1)
    server.manners.drops_after = list(places)
    done = get(server, folder)
    assert done.path is not None and not parts(folder)
    assert hashlib.sha256(done.path.read_bytes()).digest() == hashlib.sha256(CONTENT).digest()
    asked = [headers.get("range") for _, path, headers in server.requests if path.startswith("/cdn/")]
    assert len(asked) == 21 and asked[-1] == f"bytes={sum(places)}-"


def test_a_file_that_becomes_another_between_two_tries_is_refused(server: HubServer, folder: Path) -> None:
    server.manners.drops_after = [50_000]

    def swap(progress: Progress) -> None:
        if progress.phase is Phase.WAITING:
            server.files[f"{REPOSITORY}/{FILE}"] = bytes(len(CONTENT))

    assert refused(server, folder, progress=swap).reason == "checksum"
    assert not parts(folder), "what cannot be right is not gone on with"


def test_a_paused_download_goes_on_and_a_cancelled_one_leaves_nothing(server: HubServer, folder: Path) -> None:
    server.manners.pieces_pause = 0.01
    for stop in (Stop.PAUSE, Stop.PAUSE, Stop.CANCEL):
        control = DownloadControl()
        action = control.pause if stop is Stop.PAUSE else control.cancel
        seen = arrived(folder, REPOSITORY, FILE)

        def after_some(progress: Progress, action: Any = action, seen: int = seen) -> None:
            if progress.done > seen + 10_000:
                action()

        done = get(server, folder, control=control, progress=after_some)
        assert done.path is None and done.stopped is stop
        if stop is Stop.PAUSE:
            assert seen < done.done < done.total == 300_000 and len(parts(folder)) == 1
            assert parts(folder)[0].stat().st_mode & 0o077 == 0
    assert not parts(folder) and arrived(folder, REPOSITORY, FILE) == 0
    assert any("range" in headers for _, _, headers in server.requests)


def _named(server: HubServer) -> tuple[Any, Any]:
    repository = Hub(endpoint=server.address, token=None).repository(REPOSITORY)
    return repository, repository.models[0]


def test_what_was_paused_can_be_discarded(server: HubServer, folder: Path) -> None:
    server.manners = Manners(drops=99, drop_after=0)
    (folder / "someone--tiny-GGUF").mkdir(parents=True)
    _, model = _named(server)
    part = folder / "someone--tiny-GGUF" / f"{FILE}.{model.files[0].sha256[:12]}.part"
    part.write_bytes(CONTENT[:77])
    assert arrived(folder, REPOSITORY, FILE) == 77
    discard(folder, REPOSITORY, FILE)
    assert arrived(folder, REPOSITORY, FILE) == 0
    part.with_name(FILE).write_bytes(CONTENT)
    discard(folder, REPOSITORY, FILE)
    assert arrived(folder, REPOSITORY, FILE) == len(CONTENT), "a finished model stays"


SPLIT = [f"quants/big-0000{number}-of-00003.gguf" for number in (1, 2, 3)]


@pytest.fixture
def split(server: HubServer) -> dict[str, bytes]:
    """The contents of a split model of three parts on the server, by their names in the repository."""
    contents = {name: random.Random(name).randbytes(40_000) for name in SPLIT}
    server.files.update({f"{REPOSITORY}/{name}": content for name, content in contents.items()})
    return contents


def files(folder: Path) -> dict[str, bytes]:
    """What lies in the folder of the repository, without locks."""
    found = (each for each in folder.rglob("[!.]*") if each.is_file())
    return {each.relative_to(folder / "someone--tiny-GGUF").as_posix(): each.read_bytes() for each in found}


def put(folder: Path, name: str, content: bytes) -> None:
    place = folder / "someone--tiny-GGUF" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)


def stopped_at(server: HubServer, folder: Path, stop: Stop, most: int) -> Downloaded:
    """Download the split model until more than so many bytes are there; then stop."""
    control = DownloadControl()

    def stop_then(progress: Progress) -> None:
        if progress.phase is Phase.RECEIVING and progress.done > most:
            control.pause() if stop is Stop.PAUSE else control.cancel()

    done = get(server, folder, SPLIT[0], control=control, progress=stop_then)
    assert done.path is None and done.stopped is stop
    return done


def test_a_cancelled_split_download_leaves_the_parts_that_were_there(
    server: HubServer, folder: Path, split: dict[str, bytes]
) -> None:
    server.manners.pieces_pause = 0.04
    had = {SPLIT[0]: split[SPLIT[0]], SPLIT[2]: b"cut short"}
    for name, content in had.items():
        put(folder, name, content)
    stopped_at(server, folder, Stop.CANCEL, 90_000)
    assert files(folder) == had
    stopped_at(server, folder, Stop.PAUSE, 90_000)
    assert len(parts(folder)) == 2, "the second part is whole, the third on its way"
    discard(folder, REPOSITORY, SPLIT[0])
    assert files(folder) == had
    assert get(server, folder, SPLIT[0]).path is not None and files(folder) == split


@pytest.mark.usefixtures("split")
def test_a_cancelled_split_download_takes_back_the_parts_that_it_finished(server: HubServer, folder: Path) -> None:
    server.manners.pieces_pause = 0.04
    put(folder, "quants/other-00001-of-00003.gguf", b"x")
    stopped_at(server, folder, Stop.PAUSE, 50_000)
    assert not (folder / "someone--tiny-GGUF" / SPLIT[0]).exists(), "no list shows half of a model"
    assert len(parts(folder)) == 2 and 50_000 < arrived(folder, REPOSITORY, SPLIT[0]) < 120_000
    stopped_at(server, folder, Stop.CANCEL, 90_000)
    assert files(folder) == {"quants/other-00001-of-00003.gguf": b"x"}


def test_the_finished_parts_of_a_paused_split_model_are_not_received_again(
    server: HubServer, folder: Path, split: dict[str, bytes]
) -> None:
    server.manners.pieces_pause = 0.04
    there = stopped_at(server, folder, Stop.PAUSE, 90_000).done
    server.requests.clear()
    server.manners.pieces_pause = 0.0
    told: list[Progress] = []
    assert get(server, folder, SPLIT[0], progress=told.append).path is not None
    assert files(folder) == split and not parts(folder)
    assert all(each.stat().st_mode & 0o077 == 0 for each in folder.rglob("*.gguf"))
    asked = [headers.get("range") for _, path, headers in server.requests if path.startswith("/cdn/")]
    assert asked == [f"bytes={there - 80_000}-"] and told[-1].share == 1.0


def test_a_rest_that_is_set_down_keeps_what_arrived_and_what_was_there(
    server: HubServer, folder: Path, split: dict[str, bytes]
) -> None:
    server.manners.pieces_pause = 0.04
    put(folder, SPLIT[0], b"damaged")
    stopped_at(server, folder, Stop.PAUSE, 90_000)
    set_down(folder, REPOSITORY, SPLIT[0])
    found = files(folder)
    assert (found[SPLIT[0]], found[SPLIT[1]]) == (b"damaged", split[SPLIT[1]])
    assert set(found) == set(SPLIT) and split[SPLIT[2]].startswith(found[SPLIT[2]])


def test_a_finished_split_model_is_not_discarded(folder: Path) -> None:
    for name in SPLIT:
        put(folder, name, CONTENT)
    discard(folder, REPOSITORY, SPLIT[0])
    assert arrived(folder, REPOSITORY, SPLIT[0]) == 3 * len(CONTENT)


def test_a_pause_ends_a_long_wait_at_once(server: HubServer, folder: Path) -> None:
    control = DownloadControl()
    hub = Hub(endpoint=server.address, token=None)
    repository = hub.repository(REPOSITORY)
    server.manners.refusals = [(429, {"Retry-After": "500"})]

    def pause_when_waiting(progress: Progress) -> None:
        if progress.phase is Phase.WAITING:
            assert progress.wait_seconds == 500
            threading.Timer(0.05, control.pause).start()

    started = time.monotonic()
    done = download(hub, repository, repository.models[0], folder, control=control, progress=pause_when_waiting,
                    patience=Patience(longest_retry_after=900))  # fmt: skip
    assert done.stopped is Stop.PAUSE and time.monotonic() - started < 100


def test_a_wrong_hash_is_refused_and_deleted(server: HubServer, folder: Path) -> None:
    server.listed[f"{REPOSITORY}/{FILE}"] = {"sha256": "0" * 64}
    assert refused(server, folder).reason == "checksum"
    assert not parts(folder)


def test_a_part_that_was_damaged_on_disk_is_found_out(server: HubServer, folder: Path) -> None:
    _, model = _named(server)
    (folder / "someone--tiny-GGUF").mkdir(parents=True)
    part = folder / "someone--tiny-GGUF" / f"{FILE}.{model.files[0].sha256[:12]}.part"
    part.write_bytes(b"\0" * 5000)
    assert refused(server, folder).reason == "checksum"
    assert get(server, folder).path is not None
    part.write_bytes(CONTENT + b"more")
    (folder / "someone--tiny-GGUF" / FILE).unlink()
    assert get(server, folder).path is not None, "a part that is too long is begun anew"


@pytest.mark.parametrize(
    "manners",
    [
        Manners(announced_extra=5),
        Manners(announced_extra=-5),
        Manners(wrong_range=True, drops=1, drop_after=9_000),
        Manners(announced_extra=5, drops=1, drop_after=9_000),
    ],
)
def test_lies_about_size_and_range_are_refused(server: HubServer, folder: Path, manners: Manners) -> None:
    server.manners = manners
    assert refused(server, folder).reason == "size"


def test_more_than_was_promised_is_not_written(server: HubServer, folder: Path) -> None:
    server.listed[f"{REPOSITORY}/{FILE}"] = {"size": 1000}
    server.manners.chunked = True
    assert refused(server, folder).reason == "size"
    assert sum(each.stat().st_size for each in parts(folder)) <= 1000


def test_less_than_was_promised_is_never_taken_for_whole(server: HubServer, folder: Path) -> None:
    server.listed[f"{REPOSITORY}/{FILE}"] = {"size": 300_500}
    server.manners.chunked = True
    assert refused(server, folder).reason in ("size", "unreachable")


def test_a_server_without_ranges_sends_all_again(server: HubServer, folder: Path) -> None:
    server.manners = Manners(ignores_ranges=True, drops=2, drop_after=5_000)
    done = get(server, folder)
    assert done.path is not None and done.path.read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("status", "headers", "reason"),
    [
        (403, {"X-Error-Code": "GatedRepo"}, "gated"),
        (403, {}, "gated"),
        (401, {}, "token"),
        (404, {"X-Error-Code": "EntryNotFound"}, "missing"),
        (410, {}, "missing"),
        (429, {"Retry-After": "86400"}, "limited"),
        (418, {}, "server"),
    ],
)
def test_refusals_are_told_in_one_sentence(
    server: HubServer, folder: Path, status: int, headers: dict[str, str], reason: str
) -> None:
    hub = Hub(endpoint=server.address, token=None)
    repository = hub.repository(REPOSITORY)
    server.manners.refusals = [(status, headers)]
    with pytest.raises(HubError) as caught:
        download(hub, repository, repository.models[0], folder, patience=QUICK)
    assert caught.value.reason == reason
    assert caught.value.message.endswith(".") and "\n" not in caught.value.message


@pytest.mark.parametrize(("status", "reason"), [(401, "token"), (403, "gated"), (404, "missing"), (500, "server")])
def test_a_listing_can_be_refused_too(server: HubServer, status: int, reason: str) -> None:
    server.manners.refusals = [(status, {})]
    with pytest.raises(HubError) as caught:
        Hub(endpoint=server.address, token=None).repository(REPOSITORY)
    assert caught.value.reason == reason


def test_a_rate_limit_is_waited_for(server: HubServer, folder: Path) -> None:
    hub = Hub(endpoint=server.address, token=None)
    repository = hub.repository(REPOSITORY)
    server.manners.refusals = [(429, {"Retry-After": "0"}), (503, {}), (429, {})]
    told: list[Progress] = []
    done = download(hub, repository, repository.models[0], folder, patience=QUICK, progress=told.append)
    assert done.path is not None and any(each.phase is Phase.WAITING for each in told)


def test_a_hub_that_stays_away_is_given_up_with_what_arrived(server: HubServer, folder: Path) -> None:
    server.manners = Manners(drops=1, drop_after=9_000)
    hub = Hub(endpoint=server.address, token=None)
    repository = hub.repository(REPOSITORY)
    server.manners.refusals = []

    def then_refuse(progress: Progress) -> None:
        if progress.phase is Phase.WAITING:
            server.manners.refusals = [(503, {})] * 20

    with pytest.raises(HubError) as caught:
        download(hub, repository, repository.models[0], folder, patience=QUICK, progress=then_refuse)
    assert caught.value.reason == "server" and arrived(folder, REPOSITORY, FILE) == 9_000


def test_the_token_goes_to_the_hub_but_not_to_its_cdn(server: HubServer, folder: Path) -> None:
    server.manners = Manners(needs_token="hf_secret", other_cdn_host=True)
    with pytest.raises(HubError, match="HF_TOKEN"):
        get(server, folder)
    server.requests.clear()
    assert get(server, folder, token="hf_secret").path is not None
    for _, path, headers in server.requests:
        assert ("authorization" in headers) is not path.startswith("/cdn/"), path
    for file in folder.rglob("*"):
        assert not file.is_file() or b"hf_secret" not in file.read_bytes()


def test_the_token_comes_from_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", " hf_mine\n")
    assert Hub().token == "hf_mine"
    monkeypatch.delenv("HF_TOKEN")
    assert Hub().token is None


def test_offline_nothing_is_asked(server: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(HubError) as caught:
        Hub(endpoint=server.address, token=None).search("tiny")
    assert caught.value.reason == "offline" and not server.requests


def test_a_full_disk_is_told_before_anything_arrives(
    server: HubServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: SimpleNamespace(free=400_000_000))
    assert refused(server, folder).reason == "space"
    assert not any("/resolve/" in path for _, path, _ in server.requests)


def test_room_is_kept_for_the_downloads_that_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: SimpleNamespace(free=SPARE_BYTES + 1000))
    with room_for(lambda: 600, tmp_path):
        message = "other downloads still need 600 bytes; this one needs 500 bytes"
        with pytest.raises(HubError, match=message) as caught, room_for(lambda: 500, tmp_path):
            pass
        assert caught.value.reason == "space"
        with room_for(lambda: 400, tmp_path), room_for(lambda: 0, tmp_path):
            pass
    with room_for(lambda: 500, tmp_path):
        pass


def test_one_download_of_a_file_at_a_time(server: HubServer, folder: Path) -> None:
    server.manners.pieces_pause = 0.01
    errors: list[HubError] = []

    def second(progress: Progress) -> None:
        if progress.done > 10_000 and not errors:
            with pytest.raises(HubError) as caught:
                get(server, folder)
            errors.append(caught.value)

    assert get(server, folder, progress=second).path is not None
    assert errors[0].reason == "busy"


@pytest.mark.parametrize(
    "name",
    ["../../evil.gguf", "/etc/evil.gguf", "a/../../evil.gguf", "a\\..\\evil.gguf", "C:evil.gguf", "con.gguf",
     "a//b.gguf", "a\nb.gguf", "x" * 300 + ".gguf", "a./b.gguf"],
)  # fmt: skip
def test_path_tricks_stay_out(server: HubServer, folder: Path, name: str) -> None:
    server.files[f"{REPOSITORY}/{name}"] = CONTENT
    assert refused(server, folder, file=name).reason == "name"
    assert not folder.exists() or not any(each.is_file() for each in folder.rglob("*"))


@pytest.mark.parametrize("name", ["../../outside.gguf", "a/../../../outside.gguf", "../../outside-00001-of-00002.gguf"])
def test_path_tricks_reach_nothing_outside_when_a_download_is_put_away(folder: Path, name: str) -> None:
    outside = [folder.parent / each for each in ("outside.gguf", "outside-00001-of-00002.gguf")]
    (folder / "someone--tiny-GGUF" / "a").mkdir(parents=True)
    for each in outside:
        each.write_bytes(CONTENT)
        each.with_name(f"{each.name}.0123456789ab.part").write_bytes(CONTENT)
    before = {each: each.read_bytes() for each in folder.parent.glob("outside*")}
    for act in (arrived, discard, set_down):
        with pytest.raises(HubError):
            act(folder, REPOSITORY, name)
    with pytest.raises(InputError):
        delete_download(folder, folder / "someone--tiny-GGUF" / name)
    assert {each: each.read_bytes() for each in folder.parent.glob("outside*")} == before


@pytest.mark.parametrize("facts", [{"sha256": ""}, {"sha256": "zz" * 32}, {"sha256": "../../../tmp/x"}])
def test_a_file_without_a_checksum_is_refused(server: HubServer, folder: Path, facts: dict[str, Any]) -> None:
    server.listed[f"{REPOSITORY}/{FILE}"] = facts
    assert refused(server, folder).reason == "checksum"


def test_names_that_are_no_repository(server: HubServer) -> None:
    for name in ("", "..", "a/../b", "one", "a/b/c", "a--b/c--d"):
        with pytest.raises(HubError):
            Hub(endpoint=server.address, token=None).repository(name)


def test_all_parts_of_a_split_model_arrive(server: HubServer, folder: Path) -> None:
    names = [f"split-Q8_0-0000{number}-of-00002.gguf" for number in (1, 2)]
    for name in names:
        server.files[f"{REPOSITORY}/{name}"] = CONTENT[: len(name) * 1000]
    told: list[Progress] = []
    done = get(server, folder, names[0], progress=told.append)
    assert done.path is not None and done.path.name == names[0]
    assert (done.path.parent / names[1]).read_bytes() == server.files[f"{REPOSITORY}/{names[1]}"]
    assert {each.total for each in told} == {2 * len(names[0]) * 1000} and told[-1].share == 1.0


PROGRAM = """
import sys
from pathlib import Path
from models.catalog.download.downloading import download
from models.catalog.download.hub import Hub
hub = Hub(token=None)
repository = hub.repository(sys.argv[1])
download(hub, repository, repository.models[0], Path(sys.argv[2]),
         progress=lambda progress: print(progress.done, flush=True))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_download_goes_on(server: HubServer, folder: Path) -> None:
    server.manners.pieces_pause = 0.02
    environment = {**os.environ, "HF_ENDPOINT": server.address, "HF_HUB_OFFLINE": "0"}
    command = [sys.executable, "-c", PROGRAM, REPOSITORY, str(folder)]
    with subprocess.Popen(command, cwd=Path(__file__).parents[2], env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        while int(process.stdout.readline()) < 20_000:
            pass
        process.send_signal(signal.SIGKILL)
    (part,) = parts(folder)
    kept = part.stat().st_size
    assert 0 < kept < len(CONTENT)
    server.manners.pieces_pause = 0
    server.requests.clear()
    done = get(server, folder)
    assert done.path is not None and hashlib.sha256(done.path.read_bytes()).digest() == hashlib.sha256(CONTENT).digest()
    assert any(headers.get("range") == f"bytes={kept}-" for _, _, headers in server.requests)


def test_the_hubs_own_client_prints_nothing_of_its_tries() -> None:
    code = (
        "import logging; from models.catalog.download.hub import Hub; Hub(token=None)._api(); "
        "print(logging.getLogger('huggingface_hub.utils._http').isEnabledFor(logging.WARNING))"
    )
    environment = {key: value for key, value in os.environ.items() if key != "HF_HUB_VERBOSITY"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "False"
