from __future__ import annotations

import pytest

from models.catalog.sizes import format_context, format_memory, format_parameters, format_size


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (12_345, "12 kB"),
        (98_362_432, "98 MB"),
        (999_400_000, "999 MB"),
        (999_600_000, "1.00 GB"),
        (1_120_000_000, "1.12 GB"),
        (8_098_525_888, "8.10 GB"),
        (123_400_000_000, "123 GB"),
    ],
)
def test_sizes_are_decimal(size: int, text: str) -> None:
    assert format_size(size) == text


def test_memory_weights_and_context_are_short() -> None:
    assert (format_memory(396_343_040), format_memory(9_040_000_000)) == ("0.4 GB", "9.0 GB")
    assert format_parameters(134_515_008) == "135 million weights"
    assert format_parameters(1_543_714_304) == "1.54 billion weights"
    assert format_parameters(110_656) == "110,656 weights"
    assert [format_context(tokens) for tokens in (512, 8192, 131072)] == ["512", "8k", "128k"]
