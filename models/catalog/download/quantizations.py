"""Quantizations as publishers write them into file names."""

from __future__ import annotations

import re

_NAME = re.compile(
    r"(?<![A-Za-z0-9])(?:UD-)?("
    r"IQ[1-4]_(?:XXS|XS|S|M|NL)|Q[2-8]_(?:K(?:_(?:XXL|XL|L|M|S|P))?|[01](?:_[48]_[48])?)|TQ[12]_0|MXFP4(?:_MOE)?|NVFP4|BF16|F16|FP16|F32|FP32"
    r")(?![A-Za-z0-9])",
    re.IGNORECASE,
)

BITS = {
    "F32": 32.0, "BF16": 16.0, "F16": 16.0, "Q8_0": 8.5, "Q6_K": 6.6, "Q5_K_M": 5.7, "Q5_K_S": 5.5, "Q5_1": 6.0,
    "Q5_0": 5.5, "Q4_K_M": 4.9, "Q4_K_S": 4.6, "Q4_1": 5.0, "Q4_0": 4.6, "IQ4_NL": 4.6, "IQ4_XS": 4.3, "MXFP4": 4.3,
    "Q3_K_L": 4.3, "Q3_K_M": 3.9, "Q3_K_S": 3.5, "IQ3_M": 3.7, "IQ3_S": 3.5, "IQ3_XS": 3.3, "IQ3_XXS": 3.1,
    "Q2_K": 3.2, "IQ2_M": 2.8, "IQ2_S": 2.5, "IQ2_XS": 2.4, "IQ2_XXS": 2.1, "IQ1_M": 1.8, "IQ1_S": 1.6,
    "TQ2_0": 2.1, "TQ1_0": 1.7,
}  # fmt: skip
"""About how many bits one weight takes (llama.cpp's table for 8B models, rounded up)."""

_SAME = {"FP16": "F16", "FP32": "F32", "MXFP4_MOE": "MXFP4"}


def quantization_in(file_name: str) -> str:
    """Return the quantization that a file's name tells ("Q4_K_M"), "" when it tells none."""
    matches = _NAME.findall(file_name)
    name = matches[-1].upper() if matches else ""
    return _SAME.get(name, name)


def bits_of(quantization: str) -> float | None:
    """Return about how many bits one weight takes, None for a quantization that is not known."""
    family = quantization
    while family:
        near = next((name for name in BITS if name == family or name.startswith(family + "_")), "")
        if near:
            return BITS[near]
        family = family.rpartition("_")[0]
    return None
