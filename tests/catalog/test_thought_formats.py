from __future__ import annotations

import pytest

from models.catalog.thought_formats import (
    COMMAND,
    HARMONY,
    IMPOSED,
    MAGISTRAL,
    SEED,
    THINK_TAGS,
    ThoughtFormat,
    custom_format,
    detect_thought_format,
)


@pytest.mark.parametrize(
    ("template", "architecture", "format"),
    [
        ("{%- if enable_thinking is false %}{{- '<think>\\n\\n</think>\\n\\n' }}{% endif %}", "qwen3", THINK_TAGS),
        ("{% set content = content.split('</think>')[-1] %}", "qwen2", THINK_TAGS),
        ("[SYSTEM_PROMPT]First draft your thinking: [THINK]…[/THINK]", "llama", MAGISTRAL),
        ("<|start|>assistant<|channel|>analysis<|message|>", "gpt-oss", HARMONY),
        (None, "gpt-oss", HARMONY),
        ("<seed:think>{{ thinking }}</seed:think>", "seed_oss", SEED),
        ("<|START_THINKING|>{{ plan }}<|END_THINKING|>", "cohere2", COMMAND),
        ("<|im_start|>{{ message['role'] }}", "llama", IMPOSED),
        ("You think step by step.", "llama", IMPOSED),
        ("", "llama", IMPOSED),
        (None, "llama", IMPOSED),
    ],
)
def test_the_template_tells_the_format(template: str | None, architecture: str, format: ThoughtFormat) -> None:
    assert detect_thought_format(template, architecture) is format


def test_only_the_imposed_format_is_not_the_models_own() -> None:
    assert not IMPOSED.native
    assert all(each.native for each in (THINK_TAGS, MAGISTRAL, HARMONY, SEED, COMMAND, custom_format("(", ")")))
    assert custom_format("<a>", "</a>") == ThoughtFormat("custom", "<a>", "</a>", native=True)
