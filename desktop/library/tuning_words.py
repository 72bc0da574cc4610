"""The words for tuned copies and speed tests on the Models page."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.language.sentences import told
from models.catalog.speeds import ATTEMPTS, MeasuredSpeed
from models.catalog.tuned_copies import TunedCopy
from models.events import TuningState, TuningStep

translate = QCoreApplication.translate

RUNNING = (TuningStep.COPYING, TuningStep.COMPARING, TuningStep.MEASURING)


def speed_words(speed: MeasuredSpeed | None) -> str:
    """Return the tokens a second that a speed test found, "" where there was none."""
    if speed is None:
        return ""
    words = translate("Models", "{0} tokens/s · {2} at once: {1} · reads {3}")
    rates = speed.rates
    return words.format(f"{rates.one:.0f}", f"{rates.eight:.0f}", ATTEMPTS, f"{rates.prefill:,.0f}")


def copy_words(copy: TunedCopy) -> str:
    """Return what a copy brings and what it costs."""
    words = translate("Models", "Reads {0} times as fast, writes {1} times, {2} at once {3} times; strays {4} nats.")
    before, now = copy.original_rates, copy.rates
    return words.format(
        f"{now.prefill / before.prefill:.1f}", f"{now.one / before.one:.1f}", ATTEMPTS,
        f"{now.eight / before.eight:.1f}", f"{copy.divergence.mean:.4f}",
    )  # fmt: skip


def step_words(state: TuningState) -> str:
    """Return what is being done, or how it ended."""
    words = {
        TuningStep.COPYING: translate("Models", "Copying as {0}…").format(state.quantization),
        TuningStep.COMPARING: translate("Models", "Comparing {0} with the original…").format(state.quantization),
        TuningStep.MEASURING: translate("Models", "Measuring the speed…"),
        TuningStep.DONE: "",
        TuningStep.CANCELLED: "",
        TuningStep.NOTHING_PAYS: told(state.message),
        TuningStep.FAILED: told(state.message) or translate("Models", "It failed; the crash report says why."),
    }
    return words[state.step]
