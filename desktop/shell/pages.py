"""The pages beside the sidebar: one is shown, and each but the first comes with what does its work."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.shell.header import Header
from desktop.shell.sidebar_place import SidebarPlace
from desktop.sidebar.navigation import Navigation
from models.events import EngineStatus


class Place(Protocol):
    """A page of the window together with what does its work."""

    name: str
    """Its row in the sidebar, "" where it has none."""

    @property
    def page(self) -> QWidget:
        """What is put on the screen."""
        ...

    @property
    def header(self) -> Header:
        """Holds the button that brings the sidebar back."""
        ...

    def enter(self) -> None:
        """The page is on the screen now: bring it up to date and give it the focus."""
        ...

    def leave(self) -> None:
        """Another page is to be shown."""
        ...

    def show_status(self, status: EngineStatus) -> None:
        """Show the engine's state."""
        ...

    def end(self, *, closing: bool) -> None:
        """The window closes, or (not `closing`) another one stands in its place."""
        ...


class Pages(QStackedWidget):
    """Shows one page; `first`, that of the questions, is there from the start."""

    def __init__(self, first: QWidget, navigation: Navigation) -> None:
        super().__init__()
        self.setObjectName("pages")
        self._first, self._navigation = first, navigation
        self._places: list[Place] = []
        self._sidebar: SidebarPlace | None = None
        self._sidebar_shown = True
        self.addWidget(first)

    def follow(self, sidebar: SidebarPlace) -> None:
        """Let the headers of all pages offer the sidebar where it is hidden."""
        self._sidebar = sidebar
        sidebar.moved.connect(self._on_sidebar)

    def add(self, place: Place) -> None:
        """Add a page."""
        self._places.append(place)
        self.addWidget(place.page)
        place.header.unfold_button.setVisible(not self._sidebar_shown)
        if self._sidebar is not None:
            place.header.unfold_asked.connect(self._sidebar.toggle)

    def open(self, place: Place) -> None:
        """Show the page of a place."""
        self._leave()
        self.setCurrentWidget(place.page)
        self._navigation.mark(place.name)
        place.enter()

    def open_first(self) -> None:
        """Show the page of the questions."""
        self._leave()
        self.setCurrentWidget(self._first)
        self._navigation.mark("")

    @property
    def shows_first(self) -> bool:
        """Whether the questions are shown."""
        return self.currentWidget() is self._first

    def show_status(self, status: EngineStatus) -> None:
        """Show the engine's state on all pages."""
        for place in self._places:
            place.show_status(status)

    def end(self, *, closing: bool) -> None:
        """End the work of all pages."""
        for place in self._places:
            place.end(closing=closing)

    def _leave(self) -> None:
        if self._sidebar is not None:
            self._sidebar.leave()
        for place in self._places:
            if place.page is self.currentWidget():
                place.leave()

    def _on_sidebar(self, shown: bool) -> None:
        self._sidebar_shown = shown
        for place in self._places:
            place.header.unfold_button.setVisible(not shown)
