"""The process that runs a chat template of unknown origin: `python -m models.engine.template_server`.

Each line on standard input is a request as JSON: first `{"source": …}`, then `{"variables": …, "now": …}` for every
rendering. Each is answered by a line: `{"text": …}` or `{"error": …}`. The end of standard input ends the process.

The sandbox keeps templates from Python's insides. What it cannot keep them from, using up memory and time, ends here:
the process has a bound on memory and on processor time for each request (where the system knows such bounds), and its
owner ends it when an answer takes too long.
"""

from __future__ import annotations

import json
import math
import sys
import time
from datetime import datetime
from typing import Any, NoReturn

from jinja2 import Template, TemplateError, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment

MEMORY_BYTES = 512 * 1024 * 1024
PROCESSOR_SECONDS = 2
"""Templates of real models take a few milliseconds."""

MAXIMUM_CHARACTERS = 16_000_000


class _GenerationTag(Extension):
    """The `{% generation %}` tag, which marks the assistant's words for training; here its body is simply rendered."""

    tags = {"generation"}  # noqa: RUF012 - as the base class declares it

    def parse(self, parser: Parser) -> list[nodes.Node]:
        next(parser.stream)
        return parser.parse_statements(("name:endgeneration",), drop_needle=True)


class _Clock:
    """The time that templates are told: the owner's, when it asked."""

    now = ""

    def strftime(self, form: str) -> str:
        return datetime.fromisoformat(self.now).strftime(form)


def main() -> None:
    """Answer until standard input ends."""
    template: Template | None = None
    clock = _Clock()
    _bound_memory()
    for line in sys.stdin:
        request = json.loads(line)
        _bound_time()
        try:
            if template is None:
                template = _compile(request["source"], clock)
                answer = {"text": ""}
            else:
                clock.now = request["now"]
                answer = {"text": _checked(template.render(**request["variables"]))}
        except MemoryError:
            answer = {"error": "the template takes too much memory"}
        except Exception as error:  # noqa: BLE001 - odd sources make jinja fail in many ways, all of them theirs
            answer = {"error": f"{type(error).__name__}: {error}"[:2000]}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _compile(source: str, clock: _Clock) -> Template:
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols", _GenerationTag]
    )
    environment.filters["tojson"] = _to_json
    environment.globals["raise_exception"] = _raise_exception
    environment.globals["strftime_now"] = clock.strftime
    return environment.from_string(source)


def _to_json(value: Any, indent: int | None = None, **options: Any) -> str:
    """Write JSON as transformers does: jinja's own filter escapes HTML, which a model has never seen."""
    return json.dumps(value, indent=indent, **{"ensure_ascii": False, **options})


def _raise_exception(message: str) -> NoReturn:
    raise TemplateError(message)


def _checked(text: str) -> str:
    if len(text) > MAXIMUM_CHARACTERS:
        raise ValueError(f"the template writes {len(text)} characters")
    return text


def _bound_memory() -> None:
    if sys.platform != "win32":
        import resource

        _bound(resource.RLIMIT_AS, MEMORY_BYTES)
        _bound(resource.RLIMIT_CORE, 0)  # what is stopped for its time leaves no image of its memory


def _bound_time() -> None:
    """Let the system end this process when the next request takes too long."""
    if sys.platform != "win32":
        import resource

        _bound(resource.RLIMIT_CPU, math.ceil(time.process_time()) + PROCESSOR_SECONDS)


def _bound(what: int, bound: int) -> None:
    import resource

    _, most = resource.getrlimit(what)
    try:
        resource.setrlimit(what, (bound if most == resource.RLIM_INFINITY else min(bound, most), most))
    except (OSError, ValueError):  # macOS knows no bound on memory that holds
        return


if __name__ == "__main__":
    main()
