"""The words of the Models page for sizes, memory, machines and faults."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.library.weighing import Weighed
from models.catalog.download.control import Phase, Progress
from models.catalog.failures import Fault
from models.catalog.found.places import Owner
from models.catalog.load_plan import LoadPlan, Machine
from models.catalog.memory import MemoryEstimate, Place
from models.catalog.model_file import ModelFile
from models.catalog.sizes import GIGA, MEGA, format_context, format_memory, format_size

translate = QCoreApplication.translate


def fit_words(weighed: Weighed, layers: int) -> tuple[str, str]:
    """Return whether a model fits, or by how much it does not, with the ink for it."""
    plan = weighed.plan
    memory = format_memory(plan.estimate.total)
    if not plan.fits:
        words = translate("Models", "{0}, too large by {1}")
        return words.format(memory, _giga(max(plan.short_by, GIGA // 10))), "bad.text"
    if weighed.most_context < weighed.trained:
        words = translate("Models", "{0}, fits up to {1}")
        return words.format(memory, format_context(weighed.most_context)), "warn.text"
    if plan.gpu_layers:
        words = translate("Models", "{0}, fits, {1} layers on GPU")
        return words.format(memory, min(plan.gpu_layers, layers)), "text.secondary"
    return translate("Models", "{0}, fits").format(memory), "text.secondary"


def owner_words(owner: Owner) -> str:
    """Return where a model comes from."""
    return {
        Owner.BUNDLED: translate("Models", "ships with Rationale"),
        Owner.DOWNLOADED: translate("Models", "downloaded"),
        Owner.ADDED: translate("Models", "added by you"),
        Owner.FOLDER: translate("Models", "your folder"),
        Owner.HUGGING_FACE: "Hugging Face",
        Owner.LM_STUDIO: "LM Studio",
        Owner.OLLAMA: "Ollama",
        Owner.JAN: "Jan",
    }[owner]


def weights_words(count: int) -> str:
    """Return a number of weights: "135 million weights"."""
    if count >= 999.5 * MEGA:
        return translate("Models", "{0} billion weights").format(f"{count / GIGA:.2f}")
    if count >= MEGA:
        return translate("Models", "{0} million weights").format(f"{count / MEGA:.0f}")
    return translate("Models", "{0} weights").format(f"{count:,}")


def thought_words(file: ModelFile) -> str:
    """Return how a model thinks."""
    if file.thought_format.native:
        mark = file.thought_format.opening
        return translate("Models", "Thinks by itself, between its own marks ({0})").format(mark)
    return translate("Models", "Does not think by itself: Rationale lets it think first")


def machine_words(machine: Machine, total_ram: int) -> list[tuple[str, str]]:
    """Return an icon and words for the processor and each graphics card."""
    cores = translate("Models", "1 core") if machine.cores == 1 else translate("Models", "{0} cores")
    ram = translate("Models", "{0} of {1} GB free").format(_giga(machine.ram_free), _giga(total_ram))
    told = [("cpu", f"{cores.format(machine.cores)}, {ram}")]
    for each in machine.devices:
        free = translate("Models", "{0} of {1} GB free").format(_giga(each.free), _giga(each.total))
        told.append(("gpu", f"{each.name}, {free}"))
    return told


def _giga(size: int) -> str:
    return f"{size / GIGA:.1f}"


def used_words(used: int, free: int) -> str:
    """Return how much of a device's free memory is taken: "1.3 of 1.6 GB"."""
    return translate("Models", "{0} of {1} GB").format(_giga(used), _giga(free))


def split_words(taken: Place | MemoryEstimate) -> str:
    """Return what memory is for, as the parts of a bar: "weights 1.1 GB, context 0.2 GB, working space 0.1 GB"."""
    words = translate("Models", "weights {0}, context {1}, working space {2}")
    return words.format(format_memory(taken.weights), format_memory(taken.context), format_memory(taken.working))


def fault_title(fault: Fault) -> str:
    """Return what is wrong with a file, in a few words."""
    return {
        Fault.DAMAGED: translate("Models", "This file is damaged"),
        Fault.CUT_SHORT: translate("Models", "This file is cut short"),
        Fault.ARCHITECTURE: translate("Models", "This kind of model is not known here"),
        Fault.NEWER: translate("Models", "This file is newer than Rationale"),
        Fault.OUTDATED: translate("Models", "This file has a form that cannot be read"),
        Fault.MISSING_PART: translate("Models", "A part of this model is missing"),
        Fault.FORBIDDEN: translate("Models", "You may not read this file"),
        Fault.GONE: translate("Models", "This file is not there"),
        Fault.UNREADABLE: translate("Models", "This file cannot be read"),
        Fault.OTHER_KIND: translate("Models", "This is no model that answers"),
        Fault.MEMORY: translate("Models", "There was not enough memory for this model"),
        Fault.TEMPLATE: translate("Models", "Questions cannot be put to this model"),
        Fault.ENGINE: translate("Models", "This model could not be loaded"),
    }[fault]


def seconds_words(seconds: float) -> str:
    """Return how long something takes still."""
    if seconds < 90:
        return translate("Models", "{0} s left").format(max(round(seconds), 1))
    minutes = round(seconds / 60)
    if minutes < 90:
        return translate("Models", "{0} min left").format(minutes)
    return translate("Models", "{0} h {1} min left").format(minutes // 60, minutes % 60)


def progress_words(progress: Progress, *, running: bool) -> str:
    """Return how far a download is."""
    amount = translate("Models", "{0} of {1}").format(format_size(progress.done), format_size(progress.total))
    if not running:
        return translate("Models", "paused at {0}").format(amount)
    if progress.phase is Phase.CHECKING:
        return translate("Models", "checking what arrived, {0} %").format(round(100 * progress.share))
    if progress.phase is Phase.WAITING:
        return translate("Models", "{0} · waiting for the Hub").format(amount)
    left = progress.seconds_left
    return f"{amount} · {seconds_words(left)}" if left is not None else amount


def plan_layers(plan: LoadPlan, layers: int) -> str:
    """Return how many layers are on the graphics card: "25 of 28"."""
    return translate("Models", "{0} of {1}").format(min(plan.gpu_layers, layers), layers)
