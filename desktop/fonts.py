"""The families that draw what the bundled fonts have no glyphs for, above all Chinese, Japanese and Korean.

The same code points have other forms in each of these languages, so the reader's own come first.
"""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtGui import QFontDatabase

from models.assets import asset

SIMPLIFIED = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "PingFang SC",
              "Microsoft YaHei UI", "Microsoft YaHei", "WenQuanYi Micro Hei", "SimSun")  # fmt: skip
TRADITIONAL = ("Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans TC", "PingFang TC", "Microsoft JhengHei UI")
JAPANESE = ("Noto Sans CJK JP", "Noto Sans JP", "Source Han Sans", "Hiragino Sans", "Yu Gothic UI", "Meiryo")
KOREAN = ("Noto Sans CJK KR", "Noto Sans KR", "Source Han Sans KR", "Apple SD Gothic Neo", "Malgun Gothic")


def load_fonts() -> None:
    """Make the bundled fonts known to Qt; one that cannot be read leaves its fallbacks."""
    for path in sorted(asset("fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def east_asian_families(locale: QLocale | None = None) -> list[str]:
    """Return the families for Han characters, those of the reader's language first (default: the window's)."""
    reader = locale or QLocale()
    forms = [SIMPLIFIED, TRADITIONAL, JAPANESE, KOREAN]
    own = {QLocale.Language.Japanese: JAPANESE, QLocale.Language.Korean: KOREAN}.get(reader.language(), SIMPLIFIED)
    if reader.language() is QLocale.Language.Chinese and reader.script() is QLocale.Script.TraditionalChineseScript:
        own = TRADITIONAL
    forms.sort(key=lambda each: each is not own)
    return [family for families in forms for family in families]


def can_write_chinese() -> bool:
    """Return whether this computer has a font with simplified Chinese characters."""
    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
