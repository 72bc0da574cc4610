"""Units as they are written after numbers, and what they are worth in the base unit of their kind.

Only exact relations within one system stand here: what people round (miles in kilometres, weeks in a month, days in a
year) belongs to different dimensions, so that it is never called false.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

Dimension = tuple[tuple[str, int], ...]
"""Base dimensions with their exponents, sorted; () for a plain number."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: the factor to its dimension's base unit."""

    name: str
    factor: Fraction
    dimension: Dimension


_TABLE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "length": {
        "1": ("m", "meter", "metre", "米"), "1000": ("km", "kilometer", "kilometre", "公里", "千米"),
        "1/100": ("cm", "centimeter", "centimetre", "厘米"), "1/1000": ("mm", "millimeter", "millimetre", "毫米"),
        "1/10": ("dm", "decimeter", "decimetre"),
    },
    "customary length": {
        "1": ("in", "inch"), "12": ("ft", "foot"), "36": ("yd", "yard"), "63360": ("mi", "mile"),
    },
    "time": {
        "1": ("s", "sec", "second", "秒"), "60": ("min", "minute", "分钟"),
        "3600": ("h", "hr", "hour", "小时", "个小时"), "86400": ("d", "day", "天"), "604800": ("week", "wk"),
        "1/1000": ("ms", "millisecond"),
    },
    "calendar": {"1": ("month",), "12": ("year", "yr"), "120": ("decade",), "1200": ("century",)},
    "mass": {
        "1": ("g", "gram", "克"), "1000": ("kg", "kilogram", "kilo", "千克", "公斤"), "1/1000": ("mg", "milligram"),
        "1000000": ("tonne",),
    },
    "customary mass": {"16": ("lb", "pound"), "1": ("ounce", "oz")},
    "volume": {
        "1": ("l", "liter", "litre", "升"), "1/1000": ("ml", "milliliter", "millilitre", "毫升"),
        "1/100": ("cl", "centiliter", "centilitre"),
    },
    "customary volume": {
        "1": ("tsp", "teaspoon"), "3": ("tbsp", "tablespoon"), "48": ("cup",), "96": ("pint", "pt"),
        "192": ("quart", "qt"), "768": ("gallon", "gal"),
    },
    "money": {
        "1": ("dollar", "usd", "buck"), "1/100": ("cent", "¢"),
    },
    "euro": {"1": ("euro", "eur")},
    "yuan": {"1": ("yuan", "元", "rmb", "块")},
    "": {
        "12": ("dozen",), "100": ("hundred",), "1000": ("thousand", "k"), "1000000": ("million",),
        "1000000000": ("billion",), "10000": ("万",), "1/100": ("%",), "1/1000": ("‰",),
    },
}  # fmt: skip
_SPEEDS = {
    "kph": (Fraction(1000, 3600), (("length", 1), ("time", -1))),
    "kmh": (Fraction(1000, 3600), (("length", 1), ("time", -1))),
    "mph": (Fraction(63360, 3600), (("customary length", 1), ("time", -1))),
    "bps": (Fraction(1), (("bit", 1), ("time", -1))),
}
_IRREGULAR = {"feet": "foot", "inches": "inch", "centuries": "century", "hrs": "hr", "mins": "min", "secs": "sec",
              "lbs": "lb", "yrs": "yr", "wks": "wk"}  # fmt: skip
_CURRENCIES = {"$": "money", "€": "euro", "£": "sterling", "¥": "yuan", "₹": "rupee"}

_UNITS: Mapping[str, Unit] = {
    name: Unit(names[0], Fraction(factor), ((dimension, 1),) if dimension else ())
    for dimension, factors in _TABLE.items()
    for factor, names in factors.items()
    for name in names
} | {name: Unit(name, factor, dimension) for name, (factor, dimension) in _SPEEDS.items()}

PERCENT = _UNITS["%"]
PER_MILLE = _UNITS["‰"]


def unit_named(word: str) -> Unit | None:
    """Return the unit that `word` names, in singular or plural, else None."""
    if len(word) <= 2 and word in _UNITS:
        return _UNITS[word]
    name = word.lower()
    name = _IRREGULAR.get(name, name)
    if len(name) == 1 and name != "l":
        return None
    return _UNITS.get(name) or (_UNITS.get(name[:-1]) if name.endswith("s") and len(name) > 3 else None)


def currency(sign: str) -> Unit:
    """Return the unit of a currency sign."""
    return Unit("dollar" if sign == "$" else sign, Fraction(1), ((_CURRENCIES[sign], 1),))


def product(first: Unit, second: Unit, exponent: int = 1) -> Unit:
    """Return `first` times `second` to the power of `exponent`."""
    sign = "/" if exponent < 0 else "·"
    name = f"{first.name}{sign}{second.name}" if first.name else second.name
    return Unit(name, first.factor * second.factor**exponent, combined(first.dimension, second.dimension, exponent))


def power(unit: Unit, exponent: int) -> Unit:
    """Return a unit to an integer power."""
    dimension = tuple((name, each * exponent) for name, each in unit.dimension)
    return Unit(f"{unit.name}^{exponent}", unit.factor**exponent, dimension)


def combined(first: Dimension, second: Dimension, exponent: int = 1) -> Dimension:
    """Return the dimension of a product (`exponent` 1) or quotient (-1)."""
    exponents = dict(first)
    for name, each in second:
        exponents[name] = exponents.get(name, 0) + each * exponent
    return tuple(sorted((name, each) for name, each in exponents.items() if each))
