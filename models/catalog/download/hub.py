"""Asks the Hub for models and their files, through huggingface_hub.

The Hub's own variables hold: HF_ENDPOINT (a mirror), HF_HUB_OFFLINE, HTTPS_PROXY and NO_PROXY.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from models.catalog.download.failures import HubError, told_plainly
from models.catalog.download.files import HubFile, HubModel, group_files
from models.catalog.download.tokens import hub_token

if TYPE_CHECKING:
    from huggingface_hub import HfApi

SEARCH_RESULTS = 20
MAXIMUM_FILES = 5_000


@dataclass(frozen=True, slots=True)
class FoundRepository:
    """A repository that a search found; `gated` says that its owner asks for terms to be accepted first."""

    repository: str
    downloads: int
    likes: int
    licence: str
    gated: bool
    updated: str


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository with its models; `revision` is the commit that the sizes and checksums belong to."""

    repository: str
    revision: str
    licence: str
    gated: bool
    models: tuple[HubModel, ...]

    def model(self, file_name: str) -> HubModel:
        """Return the model that a file belongs to, by its path in the repository, or by its name if that is enough.

        Raises:
            HubError: There is none.
        """
        wanted = file_name.strip()
        by_path = [each for each in self.models if wanted in each.paths]
        by_name = [each for each in self.models if any(path.rpartition("/")[2] == wanted for path in each.paths)]
        by_quantization = [each for each in self.models if each.quantization.casefold() == wanted.casefold()]
        for found in (by_path, by_name, by_quantization):
            if len(found) == 1:
                return found[0]
        names = ", ".join(each.paths[0] for each in self.models[:12]) or "none"
        raise HubError(f"“{self.repository}” has no GGUF file “{wanted}”; it has: {names}.", "missing")


class Hub:
    """The Hub, asked only when a method is called.

    Args:
        endpoint: Its address; None for HF_ENDPOINT or the Hub itself.
        token: The user's token; "" looks for it in the keyring and HF_TOKEN, None sends none.
    """

    def __init__(self, *, endpoint: str | None = None, token: str | None = "") -> None:
        self.token = hub_token() if token == "" else token
        self._endpoint = endpoint

    def search(self, name: str, *, limit: int = SEARCH_RESULTS) -> list[FoundRepository]:
        """Return the repositories with GGUF files whose name contains `name`, the most downloaded first.

        Raises:
            HubError: The Hub cannot be asked.
        """
        with told_plainly():
            found = self._api().list_models(search=name.strip(), filter="gguf", sort="downloads", limit=limit)
            return [
                FoundRepository(
                    each.id, each.downloads or 0, each.likes or 0, _licence(each.tags), bool(each.gated),
                    each.last_modified.date().isoformat() if each.last_modified else "",
                )
                for each in found
            ]  # fmt: skip

    def repository(self, repository: str) -> Repository:
        """Return a repository's models with sizes and checksums.

        Raises:
            HubError: There is none of that name, it may not be seen, or the Hub cannot be asked.
        """
        with told_plainly(repository):
            info = self._api().model_info(repository, files_metadata=True)
            files = [file for sibling in (info.siblings or [])[:MAXIMUM_FILES] if (file := _file(sibling))]
            return Repository(
                repository, _checked_revision(info.sha), _licence(info.tags), bool(info.gated), group_files(files)
            )

    def address(self, repository: str, path: str, revision: str) -> str:
        """Return the address of a file."""
        with told_plainly(repository):
            _prepare()
            from huggingface_hub import hf_hub_url

            return str(hf_hub_url(repository, path, revision=revision, endpoint=self._endpoint))

    def _api(self) -> HfApi:
        _prepare()
        from huggingface_hub import HfApi

        return HfApi(endpoint=self._endpoint, token=self.token or False, headers={"user-agent": "rationale"})


def _prepare() -> None:
    """Before huggingface_hub is imported: the Hub is told no more than what is asked for, the user what we say."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("HF_HUB_VERBOSITY", "error")  # it would print each try of a connection


def _file(sibling: Any) -> HubFile | None:
    lfs = sibling.lfs
    size = lfs.size if lfs is not None else sibling.size
    checksum = lfs.sha256 if lfs is not None else ""
    if not isinstance(size, int) or size <= 0 or not isinstance(sibling.rfilename, str):
        return None
    return replace(HubFile(sibling.rfilename, size, ""), sha256=str(checksum or "").lower())


def _checked_revision(revision: str | None) -> str:
    if not revision or not all(letter in "0123456789abcdef" for letter in revision):
        raise HubError("The Hub's answer could not be understood; try again later.", "server", details=str(revision))
    return revision


def _licence(tags: Iterable[str] | None) -> str:
    return next((tag.removeprefix("license:") for tag in tags or () if tag.startswith("license:")), "")
