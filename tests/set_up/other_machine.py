"""A machine that a test describes."""

from __future__ import annotations

from machine import Machine


class OtherMachine(Machine):
    """A Debian desktop on which nothing is missing, but for what a test says."""

    def __init__(
        self,
        *,
        system: str = "Linux",
        processor: str = "x86_64",
        python: tuple[int, int] = (3, 11),
        is_administrator: bool = False,
        programs: set[str] | None = None,
        libraries: set[str] | None = None,
        missing_libraries: set[str] | None = None,
        modules: set[str] | None = None,
        headers: bool = True,
        nvidia: tuple[str, ...] = (),
        vulkan: tuple[str, ...] = (),
    ) -> None:
        self.system = system
        self.processor = processor
        self.python = python
        self.is_administrator = is_administrator
        self.uses_musl = False
        self._programs = {"cc", "c++", "cmake", "apt-get"} if programs is None else programs
        self._libraries = libraries
        self._missing_libraries = missing_libraries or set()
        self._modules = modules
        self._headers = headers
        self._nvidia = list(nvidia)
        self._vulkan = list(vulkan)

    def program(self, *names: str) -> str:
        return next((f"/usr/bin/{name}" for name in names if name in self._programs), "")

    def has_library(self, name: str) -> bool:
        return name not in self._missing_libraries and (self._libraries is None or name in self._libraries)

    def has_module(self, name: str) -> bool:
        return self._modules is None or name in self._modules

    def has_python_headers(self) -> bool:
        return self._headers

    def cuda_compiler(self) -> str:
        return self.program("nvcc")

    def nvidia_devices(self) -> list[str]:
        return self._nvidia

    def vulkan_devices(self) -> list[str]:
        return self._vulkan
