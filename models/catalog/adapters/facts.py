"""What an adapter file that Rationale trained says about itself."""

from __future__ import annotations

from dataclasses import dataclass

from models.catalog.header import Header

PREFIX = "rationale."
"""Of the keys in the file's metadata; each is named as the field of `AdapterFacts` after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdapterFacts:
    """What an adapter file says about itself.

    `base_model_id` is the catalogue's identifier of the model that it was trained on, `examples` how many examples it
    learned from, `created` seconds since 1970 (UTC), `settings` the training's settings as JSON. `pre_tokenizer` is
    that of the model's file (`models.catalog.identity`), "" where it does not say so.
    """

    title: str
    base_model_id: str
    base_name: str
    examples: int
    steps: int
    seed: int
    created: float
    settings: str
    fingerprint: str
    pre_tokenizer: str


def facts_in(header: Header) -> AdapterFacts | None:
    """Return what an adapter file says about itself, None for one that Rationale did not train."""

    def text(key: str) -> str:
        return header.text(PREFIX + key)

    def number(key: str) -> float:
        value = header.values.get(PREFIX + key, 0)
        return float(value) if isinstance(value, int | float) else 0.0

    if not text("fingerprint"):
        return None
    return AdapterFacts(
        title=header.text("general.name"),
        base_model_id=text("base_model_id"),
        base_name=text("base_name"),
        examples=int(number("examples")),
        steps=int(number("steps")),
        seed=int(number("seed")),
        created=number("created"),
        settings=text("settings"),
        fingerprint=text("fingerprint"),
        pre_tokenizer=text("pre_tokenizer"),
    )
