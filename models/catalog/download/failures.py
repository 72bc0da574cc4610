"""What can go wrong with the Hub, each told in one plain sentence with the next step."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from models.errors import InputError, KnownError


class HubError(InputError):
    """The Hub said no, could not be reached, or sent what it should not.

    `reason` is one of offline, unreachable, token, gated, missing, limited, server, size, checksum, name, space, busy.
    """

    def __init__(self, message: str, reason: str, *, details: str = "") -> None:
        super().__init__(message, details=details)
        self.reason = reason


@contextmanager
def told_plainly(repository: str = "") -> Iterator[None]:
    """Turn what huggingface_hub, its HTTP client and the disk raise into a `HubError`."""
    import httpx2
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, OfflineModeIsEnabled

    try:
        yield
    except KnownError:
        raise
    except OfflineModeIsEnabled as error:
        message = "Downloads are switched off by the variable HF_HUB_OFFLINE; unset it and try again."
        raise HubError(message, "offline", details=str(error)) from error
    except HfHubHTTPError as error:
        raise refusal(error.response.status_code, _header(error, "X-Error-Code"), repository, str(error)) from error
    except HFValidationError as error:
        message = f"“{repository}” is no name of a repository; names look like owner/model."
        raise HubError(message, "name", details=str(error)) from error
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise unreachable(str(error)) from error
    except OSError as error:
        raise disk_failure(error) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:  # from answers of another form
        message = "The Hub's answer could not be understood; check HF_ENDPOINT, or try again later."
        raise HubError(message, "server", details=str(error)) from error


def refusal(status: int, code: str, repository: str, details: str) -> HubError:
    """Return the error for an HTTP status; `code` is the header X-Error-Code."""
    where = f"“{repository}”" if repository else "this"
    if code == "GatedRepo" or status == 403:
        return HubError(
            f"You may not download {where} yet: accept its terms on its page on the Hub, then try again with a token "
            "of that account (variable HF_TOKEN).", "gated", details=details,
        )  # fmt: skip
    if status == 401:
        return HubError(
            f"The Hub does not show {where} without a valid token: check the name, or set HF_TOKEN to your token.",
            "token", details=details,
        )  # fmt: skip
    if status in (404, 410):
        return HubError(f"The Hub has no {where}; check the name.", "missing", details=details)
    if status == 429:
        return HubError("The Hub asks for a pause: too many requests; try again later.", "limited", details=details)
    return HubError(f"The Hub failed (status {status}); try again later.", "server", details=details)


def unreachable(details: str) -> HubError:
    """Return the error of a connection that fails or breaks again and again."""
    return HubError(
        "The Hub cannot be reached; check the connection, the proxy (HTTPS_PROXY) or the mirror (HF_ENDPOINT), "
        "and try again: what has arrived is kept.", "unreachable", details=details,
    )  # fmt: skip


def disk_failure(error: OSError) -> InputError:
    """Return the error of a disk that cannot take the file."""
    if error.errno in (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return HubError("The disk is full; free some space and try again: what has arrived is kept.", "space",
                        details=str(error))  # fmt: skip
    return InputError("The model's file cannot be written; check the disk and the data folder.", details=str(error))


def _header(error: object, name: str) -> str:
    response = getattr(error, "response", None)
    return response.headers.get(name, "") if response is not None else ""
