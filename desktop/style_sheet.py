"""The window's style sheet: the template `assets/style.qss` filled with the theme's colours."""

from __future__ import annotations

from string import Template

from PySide6.QtWidgets import QApplication

from desktop.theme import Theme
from models.assets import asset


def style_sheet(theme: Theme) -> str:
    """Return the style sheet in the theme's present colours; "$bg_canvas" in the template is the role "bg.canvas"."""
    template = Template(asset("style.qss").read_text(encoding="utf-8"))
    colors = {role.replace(".", "_"): theme.color(role).name() for role in theme.color_roles()}
    images = {name: asset(f"icons/{name}.svg").as_posix() for name in ("check", "caret")}
    inner = max(theme.size("control"), theme.line_height("ui") + 8) - 2
    heights = {"field_height": f"{inner}px", "focused_field_height": f"{inner - 2}px"}
    return template.substitute(colors, **images, **heights)


def dress(application: QApplication, theme: Theme) -> None:
    """Give the whole application the theme's font, palette and style sheet, now and whenever the theme changes."""
    application.setStyle("Fusion")

    def put_on() -> None:
        application.setPalette(theme.palette())
        application.setFont(theme.font("ui"))
        application.setStyleSheet(style_sheet(theme))

    put_on()
    theme.changed.connect(put_on)
