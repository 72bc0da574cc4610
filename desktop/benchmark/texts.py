"""What is streamed and shown while measuring: a thought in lines, an answer of mixed Markdown."""

from __future__ import annotations

_THOUGHT = (
    "If all rows were equal that would be 3·12 = 36. Row {number} has one extra pair, row 3 has two, so 3 pairs of 2. "
    "Add them up: 36 + 6 = 42. The list of rows says 42 too.\n"
)
_ANSWER = """## Part {number}

The hall has **{number} seats**: three equal rows make $36$, and the *longer* rows add `6`. See
[the page](https://example.org/{number}) for the rule $S_{{{number}}} = n \\cdot a + d$, which holds for every hall.

- first the equal part, with a few words more to fill the line
- then the pairs, where $n(n-1)/2$ counts them
  - one for each row

| Row | Seats | Running total |
|:----|------:|--------------:|
| 1 | 12 | {number} |
| 2 | 14 | **26** |

```python
seats = [12 + 2 * i for i in range({number})]
print(seats, sum(seats))  # {number}
```

$$S = n \\cdot a + \\frac{{n(n-1)}}{{2}} \\cdot d = {number}$$

"""


def thought_text(characters: int) -> str:
    """Return a thought of this length: lines of about 160 characters."""
    return _repeated(_THOUGHT, characters)


def answer_text(characters: int) -> str:
    """Return an answer of this length: headings, prose with formulas, lists, tables, code and display formulas."""
    return _repeated(_ANSWER, characters)


def _repeated(template: str, characters: int) -> str:
    pieces: list[str] = []
    size = number = 0
    while size < characters:
        number += 1
        pieces.append(template.format(number=number))
        size += len(pieces[-1])
    return "".join(pieces)[:characters]
