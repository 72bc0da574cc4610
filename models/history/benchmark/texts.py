"""Made-up texts with the lengths and the word frequencies of real ones."""

from __future__ import annotations

import random
from itertools import accumulate

WORDS = 30_000
_SENTENCES = 40_000
_CHARACTERS = 3_500
"""As many as most Chinese texts make do with."""
_CONSONANTS, _VOWELS = "bcdfghjklmnprstvwz", "aeiou"

_NEW_WORDS = 50
"""Characters of a text for each sentence that is new in it: what is said in a text is said in it again."""

Length = tuple[int, float]
QUESTION, THOUGHT, ANSWER = (80, 0.8), (800, 0.7), (320, 0.9)
"""Median characters and the spread of their logarithm, as questions, thoughts and answers of small models have them."""


class Texts:
    """Draws texts; the words are Zipf-distributed, so that some are in nearly every text and most in hardly any.

    As in real ones, frequent words are short (5.3 characters with the space on average, English has 5.7), and a text
    repeats its words.

    Args:
        seed: The same seed draws the same texts.
    """

    _between, _stop = " ", "."
    _denser = 1
    """How many times as much is said in a character as in English."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self.words = self._make_words()
        weights = list(accumulate(1 / (rank + 2) for rank in range(len(self.words))))
        drawn = self._chance.choices(self.words, cum_weights=weights, k=12 * _SENTENCES)
        self._sentences = [
            self._between.join(drawn[at : at + self._chance.randint(5, 12)]) + self._stop
            for at in range(0, len(drawn), 12)
        ]

    def draw(self, kind: Length) -> str:
        """Return a text of one kind of length."""
        median, spread = kind
        median = median // self._denser
        length = max(10, int(median * self._chance.lognormvariate(0, spread)))
        some = self._chance.choices(self._sentences, k=1 + length // _NEW_WORDS)
        text = self._between.join(self._chance.choices(some, k=1 + length // 40))
        return text[:length].rstrip()

    def turns(self, mean: int) -> int:
        """Return how many questions a conversation has: most have few, some many."""
        return max(1, round(self._chance.expovariate(1 / mean)))

    def _make_words(self) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < WORDS:
            syllables = 1 + min(4, int(self._chance.expovariate(0.7)))
            word = "".join(self._chance.choice(_CONSONANTS) + self._chance.choice(_VOWELS) for _ in range(syllables))
            found[word + self._chance.choice(("", "n", "r", "s", "t"))] = None
        return sorted(found, key=lambda word: len(word) + self._chance.uniform(0, 14))


class ChineseTexts(Texts):
    """Draws texts of words of one to four characters without spaces between them, most of them of two."""

    _between, _stop = "", "\u3002"
    _denser = 3

    def _make_words(self) -> list[str]:
        characters = [chr(0x4E00 + place) for place in self._chance.sample(range(20_000), _CHARACTERS)]
        weights = list(accumulate(1 / (rank + 20) for rank in range(_CHARACTERS)))
        found: dict[str, None] = {}
        while len(found) < WORDS:
            (length,) = self._chance.choices((1, 2, 3, 4), (5, 70, 15, 10))
            found["".join(self._chance.choices(characters, cum_weights=weights, k=length))] = None
        return list(found)
