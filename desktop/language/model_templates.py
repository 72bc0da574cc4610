"""The sentences about models, their files and their downloads; see `desktop.language.sentence_templates`."""

# ruff: noqa: E501 - the sentences stand as they are told

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

_TEMPLATES = (
    QT_TRANSLATE_NOOP("Sentences", "{0} was not downloaded here, so it stays; delete it in its own folder."),
    QT_TRANSLATE_NOOP("Sentences", "{0} cannot be deleted now; check that no program uses it, and try again."),
    QT_TRANSLATE_NOOP(
        "Sentences", "The tuned copy cannot be deleted while it is in use; switch it off, and try again."
    ),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "The disk has {0} free, and the download needs {1} beside a reserve of {2}; free some space or choose a smaller file.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "The disk has {0} free, of which other downloads still need {1}; this one needs {2} beside a reserve of {3}; free some space or choose a smaller file.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "What arrived of {0} is not what the Hub promised (its checksum differs), so it was deleted; download it again, or choose another file.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "{0} needs {1} with a context of {2} tokens, beside a reserve for other programs: {3} more than is free; {4}",
    ),
    QT_TRANSLATE_NOOP("Sentences", "The Hub failed (status {0}); try again later."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "The Hub cannot be reached; check the connection, the proxy (HTTPS_PROXY) or the mirror (HF_ENDPOINT), and try again: what has arrived is kept.",
    ),
    QT_TRANSLATE_NOOP("Sentences", "The model's file cannot be written; check the disk and the data folder."),
    QT_TRANSLATE_NOOP(
        "Sentences", "Downloads are switched off by the variable HF_HUB_OFFLINE; unset it and try again."
    ),
    QT_TRANSLATE_NOOP("Sentences", "“{0}” is no name of a repository; names look like owner/model."),
    QT_TRANSLATE_NOOP("Sentences", "The Hub's answer could not be understood; check HF_ENDPOINT, or try again later."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "You may not download {0} yet: accept its terms on its page on the Hub, then try again with a token of that account (variable HF_TOKEN).",
    ),
    QT_TRANSLATE_NOOP(
        "Sentences", "The Hub does not show {0} without a valid token: check the name, or set HF_TOKEN to your token."
    ),
    QT_TRANSLATE_NOOP("Sentences", "The Hub has no {0}; check the name."),
    QT_TRANSLATE_NOOP("Sentences", "The Hub asks for a pause: too many requests; try again later."),
    QT_TRANSLATE_NOOP("Sentences", "The disk is full; free some space and try again: what has arrived is kept."),
    QT_TRANSLATE_NOOP("Sentences", "The file has a name that cannot be kept safely here; choose another file."),
    QT_TRANSLATE_NOOP("Sentences", "The Hub tells no checksum of {0}, so it was not downloaded; choose another file."),
    QT_TRANSLATE_NOOP("Sentences", "“{0}” has no GGUF file “{1}”; it has: {2}."),
    QT_TRANSLATE_NOOP("Sentences", "The Hub's answer could not be understood; try again later."),
    QT_TRANSLATE_NOOP("Sentences", "None fits: the smallest needs about {0} more than is free."),
    QT_TRANSLATE_NOOP("Sentences", "The repository has no GGUF file of a model."),
    QT_TRANSLATE_NOOP("Sentences", "It is the most exact that fits onto the graphics card whole{0}."),
    QT_TRANSLATE_NOOP("Sentences", "It is small, so the most exact one is quick enough{0}."),
    QT_TRANSLATE_NOOP("Sentences", "It fits into memory and is the best trade of exactness for speed{0}."),
    QT_TRANSLATE_NOOP("Sentences", "It fits into the graphics card and the memory together{0}."),
    QT_TRANSLATE_NOOP("Sentences", "It is the only one that fits into memory."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "The Hub sends another file than it lists, so it was refused; try again later or choose another file.",
    ),
    QT_TRANSLATE_NOOP("Sentences", "The file {0} could not be read in time, so it was passed over; choose another."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "The path {0} is not valid text, so the file cannot be used; rename the file or its folder.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentences", "The computer could not be searched for models; try again, or open a model file by hand."
    ),
    QT_TRANSLATE_NOOP("Sentences", "There is no room for this model while the other one is loaded."),
    QT_TRANSLATE_NOOP("Sentences", "Another model has taken over, so this answer stopped; continue it with that one."),
)
_FRAGMENTS = (
    QT_TRANSLATE_NOOP("Sentences", ", though so few bits cost quality"),
    QT_TRANSLATE_NOOP("Sentences", "a context of {0} tokens would fit."),
    QT_TRANSLATE_NOOP("Sentences", "a context of {0} tokens with {1} on the graphics card would fit."),
    QT_TRANSLATE_NOOP("Sentences", "{0} on the graphics card would fit."),
    QT_TRANSLATE_NOOP("Sentences", "a {0} file of it (about {1}) would fit."),
    QT_TRANSLATE_NOOP("Sentences", "close other programs or choose a much smaller model."),
    QT_TRANSLATE_NOOP("Sentences", "close other programs or choose a model file of at most {0}."),
    QT_TRANSLATE_NOOP("Sentences", "no layers"),
)

MODEL_TEMPLATES: tuple[str, ...] = tuple(map(str, _TEMPLATES))
MODEL_FRAGMENTS: tuple[str, ...] = tuple(map(str, _FRAGMENTS))
