"""Remembers the downloads that were paused, across starts: which they are, how large, and how much of each is there."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from desktop.library.download_rows import transfer_key
from desktop.library.state import Transfer
from desktop.settings.keeper import SettingsKeeper
from models.catalog.download.control import Phase, Progress
from models.catalog.download.failures import HubError


class Unfinished:
    """What the settings say of paused downloads.

    Args:
        keeper: The settings.
        folder: The folder of all downloads.
    """

    def __init__(self, keeper: SettingsKeeper, folder: Path) -> None:
        self._keeper, self._folder = keeper, folder

    def transfers(self) -> list[Transfer]:
        """Return the paused downloads, as far as the settings tell."""
        found = []
        mending = self._keeper.current.mending_downloads
        for each in self._keeper.current.unfinished_downloads:
            owner, _, rest = each.partition("/")
            name, _, path = rest.partition("/")
            if name and path:
                key = transfer_key(f"{owner}/{name}", path)
                found.append(Transfer(key, f"{owner}/{name}", path, mends=each in mending))
        return found

    def progress(self, transfers: list[Transfer]) -> dict[str, Progress]:
        """Return how far downloads are, by their keys, where their sizes are known; looks at files, so run it aside."""
        from models.catalog.download.downloading import arrived

        sizes = self._keeper.current.unfinished_sizes
        found = {}
        for each in transfers:
            total = sizes.get(f"{each.repository}/{each.path}", 0)
            with suppress(HubError):  # a name that leads elsewhere; of the others it is told
                done = arrived(self._folder, each.repository, each.path) if total > 0 else 0
                found.update({each.key: Progress(Phase.RECEIVING, min(done, total), total)} if total > 0 else {})
        return found

    def remember(self, name: str, path: str, *, mends: bool) -> None:
        """A download has begun; `mends` as `Transfer` has it."""
        settings, new = self._keeper.current, f"{name}/{path}"
        self._keeper.change(
            unfinished_downloads=tuple(dict.fromkeys((*settings.unfinished_downloads, new))),
            mending_downloads=tuple(dict.fromkeys((*settings.mending_downloads, *((new,) if mends else ())))),
        )

    def remember_size(self, name: str, path: str, size: int) -> None:
        """The Hub has told how large it is."""
        self._keeper.change(unfinished_sizes={**self._keeper.current.unfinished_sizes, f"{name}/{path}": size})

    def forget(self, name: str, path: str) -> None:
        """A download is there, or was cancelled."""
        settings, gone = self._keeper.current, f"{name}/{path}"
        self._keeper.change(
            unfinished_downloads=tuple(each for each in settings.unfinished_downloads if each != gone),
            mending_downloads=tuple(each for each in settings.mending_downloads if each != gone),
            unfinished_sizes={each: size for each, size in settings.unfinished_sizes.items() if each != gone},
        )
