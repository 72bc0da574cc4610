"""Deletes a model that was downloaded into our own folder; nothing else."""

from __future__ import annotations

from pathlib import Path

from models.catalog.download.files import part_paths, repository_of, safe_place
from models.errors import InputError


def delete_download(models_folder: Path, path: Path) -> None:
    """Delete a downloaded model: of a split one all parts.

    Args:
        models_folder: The folder of all downloads.
        path: One of the model's files.

    Raises:
        InputError: The file was not downloaded here, or the system does not let it go.
    """
    found = repository_of(models_folder, path)
    if found is None:
        raise InputError(f"{path.name} was not downloaded here, so it stays; delete it in its own folder.")
    folder = models_folder / path.relative_to(models_folder).parts[0]
    try:
        for each in part_paths(found[1]):
            safe_place(folder, each).unlink(missing_ok=True)
    except OSError as error:
        message = f"{path.name} cannot be deleted now; check that no program uses it, and try again."
        raise InputError(message, details=str(error)) from error
