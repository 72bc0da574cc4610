"""What every rendered widget needs: the theme, the formulas, and the background."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.rendering.background import Background
from desktop.rendering.formula import FormulaImage, FormulaKey, Formulas
from desktop.theme import Theme


class RenderContext(QObject):
    """Shared by all widgets of one transcript."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.background = Background(self)
        self.formulas = Formulas(self.background, self)

    def close(self) -> None:
        """Nothing is drawn after this."""
        self.background.close()
        self.formulas.close()

    def warm_up(self) -> None:
        """Import the slow libraries in the background, so that the first answer does not wait for them."""
        self.background.run(_import_libraries, lambda _: None)

    def formula_key(self, latex: str, *, display: bool, ratio: float, role: str = "text.primary") -> FormulaKey:
        """Return the key of a formula in the theme's colour; an inline one is as large as the text around it."""
        size = float(self.theme.font("answer").pixelSize())
        return FormulaKey(
            latex, round(size * (1.27 if display else 1.07), 2), self.theme.color(role).name(), ratio, display
        )

    def formula(self, latex: str, *, display: bool, ratio: float) -> tuple[FormulaImage | None, bool]:
        """Return the drawn formula (None: show its source) and whether it is still being drawn."""
        key = self.formula_key(latex, display=display, ratio=ratio)
        image = self.formulas.image(key)
        return image, self.formulas.pending(key)


def _import_libraries() -> object:
    from desktop.rendering.leaf import leaf_html

    leaf_html("*a* `b`")
    import pygments.lexers

    return pygments.lexers.get_lexer_by_name("python")
