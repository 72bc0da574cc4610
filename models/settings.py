"""The user's settings: one small JSON file, read leniently and replaced in one step."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec
from filelock import FileLock

from models.paths import write_private_file

_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What msgspec raises for content that is no JSON of the right form."""

FORMAT = 1
"""The form of the file (its key "format"); a higher one comes from a newer version and is not guessed at."""
_LOCK_SECONDS = 5.0


class SamplingSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How the next token is drawn; the defaults suit small instruction models."""

    temperature: float = 0.6
    top_k: int = 40
    top_p: float = 0.95
    min_p: float = 0.05
    repeat_penalty: float = 1.0
    """1 is off: a penalty makes small models avoid the digits that they have just written."""
    repeat_window: int = 64
    """The number of last tokens that the repeat penalty looks at."""


class EngineSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How a model is loaded; None leaves the choice to Rationale."""

    context_size: int | None = None
    gpu_layers: int | None = None
    threads: int | None = None


class ModelChoices(msgspec.Struct, frozen=True, kw_only=True):
    """How one model is loaded, where the user chose it for that model; None leaves the choice to Rationale.

    `gpu_layers` counts as llama.cpp does: the model's layers and one more is all of them. `chat_template` names one of
    `models.catalog.chat_templates`, "" takes the model's own.
    """

    context_size: int | None = None
    gpu_layers: int | None = None
    kv_type: str | None = None
    flash_attention: bool | None = None
    batch_tokens: int | None = None
    threads: int | None = None
    chat_template: str = ""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All settings. Fields that a newer version added are kept when an older one saves (`unknown`)."""

    model: str = "bundled"
    """The bundled model, or the path of a GGUF file."""
    effort: str = "standard"
    thought_tokens: int = 2048
    """The most tokens of all thoughts at one question, at Standard."""
    answer_tokens: int = 1024
    """The reserve of tokens that an answer may take."""
    thinking_seconds: float = 60.0
    """The most seconds that thinking may take."""
    keep_thoughts: bool = False
    """Whether earlier turns' thoughts stay in the prompt."""
    system_prompt: str = ""
    sampling: SamplingSettings = msgspec.field(default_factory=SamplingSettings)
    engine: EngineSettings = msgspec.field(default_factory=EngineSettings)
    model_choices: dict[str, ModelChoices] = msgspec.field(default_factory=dict)
    """What was chosen for single models, by what `model` calls them; it goes before `engine`."""
    theme: str = "system"
    """system, light or dark."""
    language: str = "system"
    text_scale: float = 1.0
    reduce_motion: bool = False
    """Whether nothing folds or moves by itself in steps; also where the system asks for it."""
    learn_after_ratings: int = 40
    """After so many new ratings a round of learning starts by itself; 0 for never."""
    learn_when_idle: bool = False
    """Whether a round also starts when nobody has used the window for a while and there are new ratings."""
    learn_on_battery: bool = False
    """Whether it may start by itself while the computer runs on its battery."""
    trash_days: int = 0
    """After so many days in the trash a conversation is deleted for good; 0 for never."""
    known_models: tuple[str, ...] = ()
    """Paths of the GGUF files that the user has added."""
    model_folders: tuple[str, ...] = ()
    """Folders in which models are looked for, beside those of the programs that Rationale knows."""
    hidden_models: tuple[str, ...] = ()
    """Paths of files that the list of models leaves out."""
    unfinished_downloads: tuple[str, ...] = ()
    """Downloads that were paused, as "owner/name/path of the file"."""
    unfinished_sizes: dict[str, int] = {}
    """How many bytes each of these has in all, where the Hub has told it."""
    mending_downloads: tuple[str, ...] = ()
    """Those of them that complete or replace files that were there before."""


def load_settings(path: Path) -> tuple[Settings, str]:
    """Read the settings; returns them with a notice ("" when all was well).

    A file that cannot be read, or that a newer version wrote, is set aside (`settings.json.bad`, `settings.json.bad2`,
    …), never overwritten, and the defaults are used.
    """
    try:
        content = path.read_bytes()
        newer = _format_of(content) > FORMAT
        if not newer:
            return msgspec.json.decode(content, type=Settings), ""
        reason = "comes from a newer version of Rationale"
    except FileNotFoundError:
        return Settings(), ""
    except (OSError, *_UNREADABLE) as error:
        reason = f"could not be read ({error})" if isinstance(error, OSError) else "could not be read"
    set_aside = _free_name(path)
    try:
        path.replace(set_aside)
    except OSError:
        return Settings(), f"The settings file {reason}, so the defaults are in use."
    return Settings(), f"The settings file {reason}; it was kept as {set_aside.name} and the defaults are in use."


def save_settings(path: Path, settings: Settings) -> None:
    """Write the settings in one step; keys that this version does not know stay as they are in the file.

    Raises:
        OSError: The file cannot be written.
    """
    known = {"format": FORMAT, **msgspec.to_builtins(settings)}
    try:
        kept = msgspec.json.decode(path.read_bytes(), type=dict[str, object])
    except (OSError, *_UNREADABLE):
        kept = {}
    write_private_file(path, msgspec.json.format(msgspec.json.encode(_merged(kept, known))) + b"\n")


def save_changes(path: Path, before: Settings, after: Settings) -> Settings:
    """Write only what differs between `before` and `after`, onto the file as it is now; returns what stands in it then.

    So two programs may change settings at the same time: what the other one wrote stays, of a list also its entries.

    Raises:
        OSError: The file cannot be written, or another program held it for too long.
    """
    with FileLock(path.with_name(f".{path.name}.lock"), timeout=_LOCK_SECONDS, mode=0o600):
        try:
            content = path.read_bytes()
            now = msgspec.json.decode(content, type=Settings) if _format_of(content) <= FORMAT else before
        except (OSError, *_UNREADABLE):
            now = before
        settings = _changed(now, before, after)
        save_settings(path, settings)
    return settings


S = TypeVar("S", bound=msgspec.Struct)


def _changed(now: S, before: S, after: S) -> S:
    """`now` with the fields in which `after` differs from `before`."""
    changes: dict[str, object] = {}
    for name in after.__struct_fields__:
        there, old, new = (getattr(each, name) for each in (now, before, after))
        if new == old:
            continue
        if isinstance(new, msgspec.Struct):
            changes[name] = _changed(there, old, new)
        elif isinstance(new, dict):
            changes[name] = {**there, **{key: value for key, value in new.items() if old.get(key) != value}}
        elif isinstance(new, tuple):
            stays = tuple(each for each in there if each in new or each not in old)
            changes[name] = (*stays, *(each for each in new if each not in old and each not in stays))
        else:
            changes[name] = new
    return msgspec.structs.replace(now, **changes)


def _format_of(content: bytes) -> int:
    """The form that a file says it has; one that says none has the first."""
    found = msgspec.json.decode(content, type=dict[str, object]).get("format", 1)
    return found if isinstance(found, int) else FORMAT


def _merged(kept: dict[str, object], known: dict[str, object]) -> dict[str, object]:
    """`known` with the keys that only `kept` has, on every level."""
    merged = {**kept, **known}
    for key, value in known.items():
        before = kept.get(key)
        if isinstance(value, dict) and isinstance(before, dict):
            merged[key] = _merged(before, value)
    return merged


def _free_name(path: Path) -> Path:
    """A name beside `path` for a file that could not be read."""
    number = 1
    while (free := path.with_suffix(f".json.bad{number if number > 1 else ''}")).exists():
        number += 1
    return free
