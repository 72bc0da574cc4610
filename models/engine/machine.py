"""What this machine offers to a model: threads and graphics cards, as the catalogue weighs them."""

from __future__ import annotations

import os

import psutil

from models.catalog.fitting import MemoryDevice
from models.engine.protocol import Device


def processor_threads() -> int:
    """Return the number of physical cores, but no more than this process may use."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(psutil.cpu_count(logical=False) or allowed, allowed))


def graphics_cards(devices: tuple[Device, ...]) -> list[Device]:
    """Return the devices that layers can be offloaded to, as llama.cpp chooses them: integrated ones only alone."""
    cards = [each for each in devices if each.kind == "gpu"]
    return cards or [each for each in devices if each.kind == "integrated_gpu"]


def memory_devices(devices: tuple[Device, ...]) -> list[MemoryDevice]:
    """Return the graphics cards among `devices` as the catalogue weighs them."""
    return [
        MemoryDevice(each.description, each.memory_total, each.memory_free, each.kind == "integrated_gpu")
        for each in graphics_cards(devices)
    ]
