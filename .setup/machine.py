"""What the set-up sees of the machine. Standard library only: this runs before anything is installed."""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

CUDA_COMPILER = Path("/usr/local/cuda/bin/nvcc")
"""Where NVIDIA's own installer puts the compiler without adding it to PATH."""


class Machine:
    """The machine that the set-up runs on; tests put another in its place."""

    def __init__(self) -> None:
        self.system = platform.system()
        """Linux, Darwin or Windows."""
        self.processor = platform.machine().lower()
        self.python = sys.version_info[:2]
        self.is_administrator = hasattr(os, "geteuid") and os.geteuid() == 0
        self.uses_musl = self.system == "Linux" and "musl" in (sysconfig.get_config_var("HOST_GNU_TYPE") or "")

    def program(self, *names: str) -> str:
        """Return the path of the first program of `names` that is on PATH, or ""."""
        return next((found for name in names if (found := shutil.which(name))), "")

    def has_library(self, name: str) -> bool:
        """Whether the dynamic linker can load the library, by its full name such as libEGL.so.1."""
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    def has_module(self, name: str) -> bool:
        """Whether this Python can import a module of the standard library (Debian splits some off)."""
        try:
            __import__(name)
        except ImportError:
            return False
        return True

    def has_python_headers(self) -> bool:
        """Whether C extensions can be compiled for this Python."""
        return (Path(sysconfig.get_path("include")) / "Python.h").is_file()

    def cuda_compiler(self) -> str:
        """Return the path of nvcc, or ""."""
        return self.program("nvcc") or (str(CUDA_COMPILER) if CUDA_COMPILER.is_file() else "")

    def nvidia_devices(self) -> list[str]:
        """Return the names of the NVIDIA cards that the driver reaches; a compiler alone is no card."""
        lines = self._output_of("nvidia-smi", "-L").splitlines()
        return [line.split(":", 1)[1].split("(UUID")[0].strip() for line in lines if line.startswith("GPU ")]

    def vulkan_devices(self) -> list[str]:
        """Return the names of the Vulkan devices that are graphics cards, not a processor that plays one."""
        names: list[str] = []
        is_card = False
        for line in self._output_of("vulkaninfo", "--summary").splitlines():
            key, _, value = (part.strip() for part in line.partition("="))
            if key == "deviceType":
                is_card = value.endswith("_GPU")
            elif key == "deviceName" and is_card:
                names.append(value)
        return names

    def _output_of(self, program: str, *arguments: str) -> str:
        """Return what a program prints, or "" if it is missing, fails or hangs."""
        if not (path := self.program(program)):
            return ""
        try:
            done = subprocess.run([path, *arguments], capture_output=True, text=True, timeout=20, check=True)
        except (OSError, subprocess.SubprocessError):
            return ""
        return done.stdout
