"""What a reasoning panel says and offers once the thinking has ended: the words of its header, and its buttons."""

from __future__ import annotations

from dataclasses import replace

from desktop.conversation.folding_panel import FoldingPanel
from desktop.conversation.panel_buttons import PanelButtons
from desktop.conversation.panel_header import HeaderText
from desktop.conversation.panel_hits import PanelHits
from desktop.conversation.panel_words import editing_words, hits_words
from desktop.conversation.shown_thought import ShownThought


class PanelResult:
    """How the thinking ended, and beside it what is true for a while: hits, a remark, the step being changed."""

    def __init__(self, panel: FoldingPanel, shown: ShownThought, buttons: PanelButtons, hits: PanelHits) -> None:
        self._panel, self._shown, self._buttons, self._hits = panel, shown, buttons, hits
        self._content = HeaderText("")
        self._remark = ""

    def show(self, content: HeaderText, *, has_thought: bool) -> None:
        """Say how the thinking ended; without a thought there is nothing to unfold."""
        self._content, self._remark = content, ""
        self.tell()
        self._panel.foldable = has_thought
        self._panel.dashed = not has_thought
        if not has_thought:
            self._panel.rules.open = False
        self.offer_buttons()

    def remark(self, words: str) -> None:
        """Say this too, until something else happens; "" ends it."""
        if words != self._remark:
            self._remark = words
            self.tell()

    def tell(self) -> None:
        """Say it as it is now."""
        content, body = self._content, self._panel.content
        if self._hits.count and self._panel.is_open and not body.live:
            content = replace(content, rest=hits_words(self._hits.count))
        if self._remark:
            content = replace(content, rest=" · ".join(filter(None, (content.rest, self._remark))))
        if body.edited_step:
            content = replace(content, rest=editing_words(body.edited_step))
        if content.title:
            self._panel.header.show_text(content, progress=None)

    def offer_buttons(self) -> None:
        """Show the buttons that are of use for the attempt that is shown."""
        shown, buttons = self._shown, self._buttons
        buttons.show_result(thought=self._panel.foldable, over=shown.over, chosen=shown.shows_chosen)
        self._panel.content.steps.judging.tools.edit_button.setVisible(buttons.can_edit)
        self._panel.update_open()
