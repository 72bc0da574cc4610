"""What this build of llama.cpp can compute on."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

from models.engine.llama.shipped_libraries import shipped_library
from models.engine.protocol import Device

_DEVICE_KINDS = ("cpu", "gpu", "integrated_gpu", "accelerator")


def devices() -> tuple[Device, ...]:
    """The devices that this build of llama.cpp sees, through ggml's backend device API (bytes of memory, free now)."""
    ggml = _ggml()
    found = []
    for index in range(ggml.ggml_backend_dev_count()):
        device = ggml.ggml_backend_dev_get(index)
        free, total = ctypes.c_size_t(), ctypes.c_size_t()
        ggml.ggml_backend_dev_memory(device, ctypes.byref(free), ctypes.byref(total))
        kind = ggml.ggml_backend_dev_type(device)
        found.append(
            Device(
                name=ggml.ggml_backend_dev_name(device).decode("utf-8", "replace"),
                description=ggml.ggml_backend_dev_description(device).decode("utf-8", "replace"),
                kind=_DEVICE_KINDS[kind] if 0 <= kind < len(_DEVICE_KINDS) else "accelerator",
                backend=ggml.ggml_backend_reg_name(ggml.ggml_backend_dev_backend_reg(device)).decode(
                    "utf-8", "replace"
                ),
                memory_free=free.value,
                memory_total=total.value,
            )
        )
    return tuple(found)


def _ggml() -> ctypes.CDLL:
    """The shipped libggml with the argument types of the device API declared."""
    library = shipped_library("ggml")
    pointer, text, size = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t
    declared: Sequence[tuple[str, Any, list[Any]]] = (
        ("ggml_backend_dev_count", size, []),
        ("ggml_backend_dev_get", pointer, [size]),
        ("ggml_backend_dev_name", text, [pointer]),
        ("ggml_backend_dev_description", text, [pointer]),
        ("ggml_backend_dev_type", ctypes.c_int, [pointer]),
        ("ggml_backend_dev_memory", None, [pointer, ctypes.POINTER(size), ctypes.POINTER(size)]),
        ("ggml_backend_dev_backend_reg", pointer, [pointer]),
        ("ggml_backend_reg_name", text, [pointer]),
    )
    for symbol, result, arguments in declared:
        function = getattr(library, symbol)
        function.restype, function.argtypes = result, arguments
    return library
