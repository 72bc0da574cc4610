"""How the address of a link is shown: so that it cannot look like another one."""

from __future__ import annotations

from PySide6.QtCore import QUrl


def shown_address(address: str) -> str:
    """Return an address in plain ASCII, as it goes to the browser.

    A host in another script is shown in its "xn--" form, and what is encoded stays so: Cyrillic letters that look like
    Latin ones, invisible characters and changes of the writing direction can be seen.
    """
    return bytes(QUrl(address).toEncoded(QUrl.ComponentFormattingOption.FullyEncoded).data()).decode("ascii", "replace")
