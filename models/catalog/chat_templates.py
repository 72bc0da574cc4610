"""Chat templates to choose from for a model whose file has none (jinja, as models carry them)."""

from __future__ import annotations

_CHATML = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
_LLAMA_3 = (
    "{{ bos_token }}{% for message in messages %}<|start_header_id|>{{ message.role }}<|end_header_id|>\n\n"
    "{{ message.content | trim }}<|eot_id|>{% endfor %}"
    "{% if add_generation_prompt %}<|start_header_id|>assistant<|end_header_id|>\n\n{% endif %}"
)
_MISTRAL = (
    "{{ bos_token }}{% for message in messages %}{% if message.role == 'system' %}"
    "{{ raise_exception('no system messages') }}"
    "{% elif message.role == 'user' %}[INST] {{ message.content }} [/INST]"
    "{% else %} {{ message.content | trim }}{{ eos_token }}{% endif %}{% endfor %}"
)
_GEMMA = (
    "{{ bos_token }}{% for message in messages %}{% if message.role == 'system' %}"
    "{{ raise_exception('no system messages') }}{% endif %}"
    "<start_of_turn>{{ 'model' if message.role == 'assistant' else 'user' }}\n"
    "{{ message.content | trim }}<end_of_turn>\n{% endfor %}"
    "{% if add_generation_prompt %}<start_of_turn>model\n{% endif %}"
)

TEMPLATES = {"chatml": _CHATML, "llama3": _LLAMA_3, "mistral": _MISTRAL, "gemma": _GEMMA}
"""By the names that `ModelChoices.chat_template` has."""

NAMES = {"chatml": "ChatML", "llama3": "Llama 3", "mistral": "Mistral", "gemma": "Gemma"}
"""What people call them."""


def chosen_template(name: str) -> str | None:
    """Return the template of a name, None for a name that there is not (or "")."""
    return TEMPLATES.get(name)
