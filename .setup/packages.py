"""How the systems' package managers call what Rationale needs. Standard library only."""

from __future__ import annotations

MANAGERS = {
    "apt-get": "apt-get install -y",
    "dnf": "dnf install -y",
    "pacman": "pacman -S --needed --noconfirm",
    "zypper": "zypper install -y",
}
"""The command that installs, by the manager's program; one of them is on PATH of nearly every desktop Linux."""

COMPILER = ("build-essential", "gcc gcc-c++ make", "base-devel", "gcc gcc-c++ make")
"""Names in the order of `MANAGERS`, as in all tables here."""
PYTHON = ("python3.11 python3.11-venv python3.11-dev", "python3.12 python3.12-devel", "python", "python312-devel")
VENV = ("python{version}-venv", "python3", "python", "python3")
PYTHON_HEADERS = ("python{version}-dev", "python3-devel", "python", "python3-devel")
CMAKE = ("cmake", "cmake", "cmake", "cmake")
CUDA = ("nvidia-cuda-toolkit", "cuda-toolkit", "cuda", "cuda-toolkit")
VULKAN = (
    "libvulkan-dev glslc spirv-headers",
    "vulkan-loader-devel glslc spirv-headers-devel",
    "vulkan-icd-loader vulkan-headers shaderc spirv-headers",
    "vulkan-devel shaderc spirv-headers",
)

QT_LIBRARIES = {
    "libEGL.so.1": ("libegl1", "libglvnd-egl", "libglvnd", "Mesa-libEGL1"),
    "libGL.so.1": ("libgl1", "libglvnd-glx", "libglvnd", "Mesa-libGL1"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon", "libxkbcommon", "libxkbcommon0"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig", "fontconfig", "libfontconfig1"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs", "dbus", "libdbus-1-3"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2", "glib2", "libglib-2_0-0"),
}
"""What Qt links on Linux, with or without a screen."""

WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor", "libxcb-cursor0"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm", "xcb-util-wm", "libxcb-icccm4"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image", "xcb-util-image", "libxcb-image0"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms", "libxcb-keysyms1"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb", "libxcb", "libxcb-randr0"),
    "libxcb-render-util.so.0": (
        "libxcb-render-util0",
        "xcb-util-renderutil",
        "xcb-util-renderutil",
        "libxcb-render-util0",
    ),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb", "libxcb", "libxcb-shape0"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb", "libxcb", "libxcb-xkb1"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11", "libxkbcommon-x11-0"),
}
"""What Qt's xcb platform links besides: a window on an X11 screen does not open without them."""
