"""Named roles for colours, fonts, sizes, icons and durations, filled from `assets/theme.json`.

One `Theme` is made by the composition root and handed to every widget. It follows the system between light and dark, or
the user's own choice, and says `changed` when a colour or a font became another one.
"""

from __future__ import annotations

import json
from typing import Any, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QIcon, QPalette

from desktop.fonts import east_asian_families
from desktop.icons import brand_icon, font_icon
from desktop.system_motion import SystemMotion
from models.assets import asset

SMALLEST_TEXT_SCALE = 0.85
LARGEST_TEXT_SCALE = 2.0
WITH_TEXT = 0.6
"""How much of the text's growth the parts take that hold one line: air need not grow as much as letters."""
GROWING = frozenset(
    ("header", "control", "control_small", "nav_row", "list_row", "step_row", "review_step_row", "model_row",
     "panel_header", "panel_fold_row", "chip", "tag", "hit_target_min")
)  # fmt: skip
_MOST_ADVANCES = 2_000
"""Words whose width is kept."""
WITH_LINES = {"live_tail": 1.0, "live_steps": 1.0}
"""Parts that hold a number of lines."""


TABULAR_FIGURES = QFont.Tag("tnum")


class Theme(QObject):
    """The look of the window.

    Args:
        choice: "system", "light" or "dark".
        text_scale: The user's text size (1.0 = 100 %).
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None, *, choice: str = "system", text_scale: float = 1.0) -> None:
        super().__init__(parent)
        self._tokens: dict[str, Any] = json.loads(asset("theme.json").read_text(encoding="utf-8"))
        self._choice = choice
        self._text_scale = _clamped(text_scale)
        self._reduced_motion = False
        self.system_motion = SystemMotion(self)
        self._icons: dict[tuple[str, str, str], QIcon] = {}
        self._fonts: dict[str, QFont] = {}
        self._advances: dict[tuple[str, str, bool], int] = {}
        self._sizes: dict[str, int] = {}
        self._colors: dict[str, QColor] = {}
        hints = QGuiApplication.styleHints()
        self._tell_system()  # first: another theme may have told the toolkit of its own choice
        self._system = hints.colorScheme()
        self.dark = self._wants_dark()
        hints.colorSchemeChanged.connect(self._on_system)
        QGuiApplication.instance().aboutToQuit.connect(self._forget_icons)  # type: ignore[union-attr]  # never None here
        self._take_colors()

    def close(self) -> None:
        """Follow the system no longer: the window that wore this look is gone."""
        QGuiApplication.styleHints().colorSchemeChanged.disconnect(self._on_system)

    def set_choice(self, choice: str) -> None:
        """Follow the system ("system") or stay "light" or "dark"."""
        if choice != self._choice:
            self._choice = choice
            self._tell_system()
            self._system = QGuiApplication.styleHints().colorScheme()
            self._follow()

    def set_text_scale(self, scale: float) -> None:
        """Multiply all font sizes by `scale` (0.85 to 2.0)."""
        scale = _clamped(scale)
        if scale != self._text_scale:
            self._text_scale = scale
            self._forget_fonts()
            self._icons.clear()
            self.changed.emit()

    def color(self, role: str) -> QColor:
        """Return the colour of a role such as "text.primary"; it is the caller's own and may be changed."""
        return QColor(self._colors[role])

    def color_roles(self) -> tuple[str, ...]:
        """Return the names of all colour roles."""
        return tuple(self._colors)

    def font(self, role: str) -> QFont:
        """Return the font of a role such as "answer": pixel size times text scale.

        Figures are tabular where numbers change or stand in columns. Not in prose: Inter's hyphen becomes as wide as a
        figure with them.
        """
        if role not in self._fonts:
            self._fonts[role] = self._make_font(self._tokens["type"][role])
        return QFont(self._fonts[role])

    def prose_font(self, role: str) -> QFont:
        """Return the font of a role for words in which no figure changes or stands in a column."""
        font = self.font(role)
        font.setFeature(TABULAR_FIGURES, 0)
        return font

    def advance(self, role: str, words: str, *, strong: bool = False) -> int:
        """Return how wide words are in a font role (`strong`: half bold); kept, since layouts ask again and again."""
        key = (role, words, strong)
        if key not in self._advances:
            font = self.font(role)
            if strong:
                font.setWeight(QFont.Weight.DemiBold)
            if len(self._advances) >= _MOST_ADVANCES:
                self._advances.clear()
            self._advances[key] = QFontMetrics(font).horizontalAdvance(words)
        return self._advances[key]

    def line_height(self, role: str) -> int:
        """Return the height of a line of a font role, in pixels."""
        return round(float(self._tokens["type"][role]["line"]) * self._text_scale)

    def size(self, name: str) -> int:
        """Return a size in pixels: a name of the tokens' sizes ("column"), "icon.m", "space.4" or "radius.panel".

        What holds text or stands beside it grows with the text.
        """
        if name not in self._sizes:
            group, _, rest = name.partition(".")
            found = self._tokens["size"][name] if not rest else self._size_group(group)[rest]
            share = WITH_LINES.get(name, WITH_TEXT if name in GROWING or group == "icon" else 0.0)
            self._sizes[name] = round(found * (1 + share * max(self._text_scale - 1, 0.0)))
        return self._sizes[name]

    def grown(self, pixels: float) -> int:
        """Return what stands beside text, `pixels` large at 100 %, as it grows with the text."""
        return round(pixels * (1 + WITH_TEXT * max(self._text_scale - 1, 0.0)))

    def take_language(self) -> None:
        """The language of the window has changed, and with it the forms of Han characters."""
        self._forget_fonts()
        self.changed.emit()

    def set_reduced_motion(self, reduced: bool) -> None:
        """Let nothing move in steps, whatever the system says."""
        self._reduced_motion = reduced

    def motion_milliseconds(self, motion: str) -> int:
        """Return how long a motion such as "fold" takes; 0 where motion is not wanted."""
        return 0 if self._reduced_motion or self.system_motion.reduced else self.milliseconds(motion)

    def milliseconds(self, timer: str) -> int:
        """Return how long a timer such as "stream_flush" waits."""
        return int(self._tokens["motion"][timer]["ms"])

    def icon(self, name: str, role: str = "text.secondary", size: str = "m") -> QIcon:
        """Return an icon of the tokens' map ("brand" is the therefore sign) in the colour of `role`."""
        key = (name, role, size)
        if key not in self._icons:
            self._icons[key] = self._make_icon(name, role, size)
        return self._icons[key]

    def icon_names(self) -> tuple[str, ...]:
        """Return the names of all icons of the font."""
        return tuple(self._tokens["icons"]["map"])

    def palette(self) -> QPalette:
        """Return the palette for everything that no style sheet reaches."""
        palette = QPalette()
        roles = {
            QPalette.ColorRole.Window: "bg.canvas",
            QPalette.ColorRole.Base: "bg.control",
            QPalette.ColorRole.AlternateBase: "bg.panel",
            QPalette.ColorRole.Button: "bg.control",
            QPalette.ColorRole.ToolTipBase: "bg.control",
            QPalette.ColorRole.WindowText: "text.primary",
            QPalette.ColorRole.Text: "text.primary",
            QPalette.ColorRole.ButtonText: "text.primary",
            QPalette.ColorRole.ToolTipText: "text.primary",
            QPalette.ColorRole.PlaceholderText: "text.tertiary",
            QPalette.ColorRole.Link: "accent.text",
            QPalette.ColorRole.LinkVisited: "accent.text",
            QPalette.ColorRole.Highlight: "accent.fill",
            QPalette.ColorRole.HighlightedText: "text.on_accent",
            QPalette.ColorRole.Accent: "accent.fill",
        }
        for palette_role, role in roles.items():
            palette.setColor(palette_role, self.color(role))
        for text_role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
            palette.setColor(QPalette.ColorGroup.Disabled, text_role, self.color("text.disabled"))
        return palette

    def _wants_dark(self) -> bool:
        if self._choice == "system":
            return self._system == Qt.ColorScheme.Dark
        return self._choice == "dark"

    def _tell_system(self) -> None:
        """Native dialogs and title bars follow the choice where the platform can do it."""
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        QGuiApplication.styleHints().setColorScheme(schemes.get(self._choice, Qt.ColorScheme.Unknown))

    def _on_system(self, scheme: Qt.ColorScheme) -> None:
        """The system has changed between light and dark, or says again which of them it is."""
        self._system = scheme
        self._follow()

    def _follow(self) -> None:
        dark = self._wants_dark()
        if dark != self.dark:
            self.dark = dark
            self._take_colors()
            self._icons.clear()
            self.changed.emit()

    def _forget_fonts(self) -> None:
        """Text has another size or another language."""
        self._fonts.clear()
        self._advances.clear()
        self._sizes.clear()

    def _forget_icons(self) -> None:
        """Icons that live longer than the application crash while Python ends."""
        self._icons.clear()

    def _take_colors(self) -> None:
        groups = self._tokens["color"]["dark" if self.dark else "light"]
        self._colors = {
            f"{group}.{name}": QColor(value) for group, values in groups.items() for name, value in values.items()
        }

    def _size_group(self, group: str) -> dict[str, float]:
        sizes = self._tokens["size"].get(group)
        return cast("dict[str, float]", sizes if isinstance(sizes, dict) else self._tokens[group])

    def _make_font(self, style: dict[str, Any]) -> QFont:
        family = self._tokens["font"][style.get("family", "ui")]
        *usual, generic = family["fallback"]
        font = QFont([family["family"], *usual, *east_asian_families(), generic])
        font.setPixelSize(max(1, round(style["size"] * self._text_scale)))
        font.setWeight(QFont.Weight(style.get("weight", 400)))
        if style.get("spacing"):
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, style["spacing"] * self._text_scale)
        font.setFeature(TABULAR_FIGURES, int(style.get("figures") != "proportional"))
        font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
        return font

    def _make_icon(self, name: str, role: str, size: str) -> QIcon:
        color = self.color(role)
        if name == "brand":
            return brand_icon(color, self.size(f"icon.{size}"))
        return font_icon(self._tokens["icons"]["map"][name], color, self.color("text.disabled"))


def _clamped(scale: float) -> float:
    return min(max(scale, SMALLEST_TEXT_SCALE), LARGEST_TEXT_SCALE)
