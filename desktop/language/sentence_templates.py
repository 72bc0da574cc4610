"""The sentences that come from below the window (`models/`), with places for what changes.

They are written in English where they arise, since the command line and the tests read them too; here they stand once
more so that translators find them. `{0}` is the first thing filled in. A test holds the list against the code.
"""

# ruff: noqa: E501 - the sentences stand as they are told

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from desktop.language.model_templates import MODEL_FRAGMENTS, MODEL_TEMPLATES

_TEMPLATES = (
    QT_TRANSLATE_NOOP(
        "Sentences", "A later question follows this answer, so it stays; the trash takes whole conversations."
    ),
    QT_TRANSLATE_NOOP("Sentences", "This answer has been rated, so it stays; take the rating back first."),
    QT_TRANSLATE_NOOP(
        "Sentences", "Its thought has marks or notes of yours, so the answer stays; take them back first."
    ),
    QT_TRANSLATE_NOOP(
        "Sentences", "You compared this answer with another one, so it stays; take the preference back first."
    ),
    QT_TRANSLATE_NOOP("Sentences", "The thought is empty; keep at least its first words, or ask again."),
    QT_TRANSLATE_NOOP("Sentences", "An answer needs at least one attempt."),
    QT_TRANSLATE_NOOP("Sentences", "“{0}” is not the name of a backup."),
    QT_TRANSLATE_NOOP("Sentences", "No model is loaded; choose a model first."),
    QT_TRANSLATE_NOOP("Sentences", "The question has {0} characters and {1} are the most; shorten it."),
    QT_TRANSLATE_NOOP("Sentences", "The question is empty; write what you want to know."),
    QT_TRANSLATE_NOOP("Sentences", "The seed {0} cannot be used; choose a whole number from 0 to {1}."),
    QT_TRANSLATE_NOOP(
        "Sentences", "Rationale made a mistake of its own, so the answer ended; what was written is kept."
    ),
    QT_TRANSLATE_NOOP("Sentences", "This answer is still being written; stop it or wait until it ends."),
    QT_TRANSLATE_NOOP(
        "Sentences", "The file {0} is cut short within its header, so a download probably stopped; download it again."
    ),
    QT_TRANSLATE_NOOP(
        "Sentences", "The bundled model is not installed; run `make run` again or choose a model file of your own."
    ),
    QT_TRANSLATE_NOOP("Sentences", "{0} was trained on {1}, not on {2}; load that model first."),
    QT_TRANSLATE_NOOP("Sentences", "{0} takes {1}, and only {2} are free on the disk; free some space."),
    QT_TRANSLATE_NOOP("Sentences", "{0} is no adapter; choose the GGUF file of a LoRA adapter."),
    QT_TRANSLATE_NOOP("Sentences", "{0} is an adapter of the kind “{1}”; only LoRA adapters can be used."),
    QT_TRANSLATE_NOOP(
        "Sentences", "{0} works only after words of its own (aLoRA), which Rationale cannot do; choose another."
    ),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "{0} was made for a model of the kind “{1}”, and {2} is a “{3}”; choose an adapter for this model.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentences", "{0} does not say how strongly it acts (alpha), so it would do nothing; export it again."
    ),
    QT_TRANSLATE_NOOP("Sentences", "{0} changes more than LoRA does ({1}), which cannot be used here."),
    QT_TRANSLATE_NOOP("Sentences", "{0} is empty: it changes nothing; choose another."),
    QT_TRANSLATE_NOOP("Sentences", "{0} is incomplete: {1} has only one of its two matrices; export it again."),
    QT_TRANSLATE_NOOP("Sentences", "{0} changes {1}, which {2} does not have; it is for another model."),
    QT_TRANSLATE_NOOP("Sentences", "{0} does not fit {1}: {2} has other dimensions; it is for another."),
    QT_TRANSLATE_NOOP("Sentences", "{0} was imported already; “rationale adapters list” shows it."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "No other type of this model is faster here and computes nearly the same, so it is used as it is.",
    ),
    QT_TRANSLATE_NOOP("Sentences", "{0} runs on the graphics card here, where a tuned copy brings nothing."),
    QT_TRANSLATE_NOOP("Sentences", "{0} is not loaded; load it first, then test its speed."),
    QT_TRANSLATE_NOOP("Sentences", "The disk is full or cannot be written; free some space and try again."),
    QT_TRANSLATE_NOOP("Sentences", "This model has no tuned copy; make one with “rationale models tune”."),
    QT_TRANSLATE_NOOP("Sentences", "A model is being tuned already; wait until that is done."),
    QT_TRANSLATE_NOOP(
        "Sentences", "A copy of {0} takes up to {1}, and only {2} are free on the disk; free some space."
    ),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "To compare a copy of {0} with it takes {1} of memory, and only {2} are free; close other programs.",
    ),
    QT_TRANSLATE_NOOP("Sentences", "The model could not be copied or measured here; it is used as it is."),
    QT_TRANSLATE_NOOP("Sentences", "The tuned copy of {0} could not be loaded, so the original is in use."),
    QT_TRANSLATE_NOOP("Sentences", "There was no room for the tuned copy of {0}, so the original is in use."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "The system ended the engine while it loaded the model, most often because memory ran out, so the context has {0} tokens.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "The tuned copy of {0} was made on another processor, so the original is in use; tune the model again.",
    ),
    QT_TRANSLATE_NOOP("Sentences", "The file {0} is damaged; download it again or choose another."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "This version of Rationale does not know the architecture “{0}” of {1}; choose another model or update Rationale.",
    ),
    QT_TRANSLATE_NOOP("Sentences", "The computer ran out of memory while it loaded {0}; close other programs, or {1}."),
    QT_TRANSLATE_NOOP(
        "Sentences", "The graphics card ran out of memory with {0} of {1} on it; load it with {2} on the card{3}."
    ),
    QT_TRANSLATE_NOOP("Sentences", "The file {0} cannot be read; check the disk or choose another."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "The file {0} is cut short: it should be {1}, but only {2} are there, so a download probably stopped; download it again.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentences", "The file {0} is in a newer form of GGUF (version {1}) than Rationale knows; update Rationale."
    ),
    QT_TRANSLATE_NOOP(
        "Sentences", "The file {0} is in an outdated form of GGUF (version 1); choose a newer file of this model."
    ),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "The file {0} is made for big-endian computers; choose the usual (little-endian) file of this model.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "The file {0} is quantized in a way that this version of Rationale does not know; choose another quantization or update Rationale.",
    ),
    QT_TRANSLATE_NOOP("Sentences", "The file {0} cannot be read any more; check the disk or choose another."),
    QT_TRANSLATE_NOOP("Sentences", "Several models are called “{0}” ({1}); give the path of one."),
    QT_TRANSLATE_NOOP("Sentences", "There is no file {0}; check the path or choose one of: {1}."),
    QT_TRANSLATE_NOOP(
        "Sentences", "There is no model called “{0}”; choose one of: {1}, or give the path of a GGUF file."
    ),
    QT_TRANSLATE_NOOP("Sentences", "The file {0} is cut short; download it again."),
    QT_TRANSLATE_NOOP("Sentences", "The file {0} is empty; download it again or choose another."),
    QT_TRANSLATE_NOOP("Sentences", "There is no file {0}; check the path or choose another model."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "There is no file {0}, since the drive or folder {1} is not there; connect it, or choose another model.",
    ),
    QT_TRANSLATE_NOOP("Sentences", "You may not read the file {0}; change its permissions or choose another."),
    QT_TRANSLATE_NOOP(
        "Sentences", "The model is split into {0} files and part {1} is missing; put {2} beside the others."
    ),
    QT_TRANSLATE_NOOP("Sentences", "The adapter {0} cannot be read; choose another."),
    QT_TRANSLATE_NOOP("Sentences", "The adapter {0} is damaged or belongs to another model; choose another."),
    QT_TRANSLATE_NOOP(
        "Sentences", "The chat template inside the model file cannot be used; choose another file of this model."
    ),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "The question is too long: it takes {0} tokens and there is room for {1}. Shorten it, or choose a larger context size in the settings.",
    ),
    QT_TRANSLATE_NOOP("Sentences", "The computer ran out of memory; choose a smaller context or a smaller model."),
    QT_TRANSLATE_NOOP("Sentences", "The engine did not react and was ended; it starts again by itself."),
    QT_TRANSLATE_NOOP("Sentences", "The engine stopped because of an error of its own; it starts again by itself."),
    QT_TRANSLATE_NOOP("Sentences", "The graphics card ran out of memory; load the model with fewer layers on it."),
    QT_TRANSLATE_NOOP("Sentences", "The model file is damaged or not complete; download it again."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "The system or another program ended the engine, most often because memory ran out; it starts again.",
    ),
    QT_TRANSLATE_NOOP("Sentences", "This version of Rationale does not know this kind of model; choose another."),
    QT_TRANSLATE_NOOP("Sentences", "The graphics card could not hold {0} layers of the model, so {1}."),
    QT_TRANSLATE_NOOP("Sentences", "This model has no chat template, so questions are put to it in a plain form."),
    QT_TRANSLATE_NOOP("Sentences", "The engine could not be started; run “rationale doctor” to see what is missing."),
    QT_TRANSLATE_NOOP("Sentences", "A conversation must end with a question."),
    QT_TRANSLATE_NOOP("Sentences", "A question needs at least one attempt."),
    QT_TRANSLATE_NOOP("Sentences", "The text takes {0} tokens; the context holds {1}."),
    QT_TRANSLATE_NOOP("Sentences", "The model could not compute; load it again."),
    QT_TRANSLATE_NOOP("Sentences", "There is no room to measure this text now; try again later."),
    QT_TRANSLATE_NOOP(
        "Sentences", "Another model is being loaded, so this answer stopped; continue it when the model is ready."
    ),
    QT_TRANSLATE_NOOP("Sentences", "The engine did not stop in time and was ended; it starts again by itself."),
    QT_TRANSLATE_NOOP("Sentences", "The engine is not running; wait until the model is loaded."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "The history is damaged, so no backup was made of it; restore an older one with “rationale history restore FILE”.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "There is no room for a backup of the history: it needs {0} MB and {1} MB are free; free some space.",
    ),
    QT_TRANSLATE_NOOP("Sentences", "Some parts of conversations refer to parts that are missing."),
    QT_TRANSLATE_NOOP("Sentences", "The file's indexes were made anew."),
    QT_TRANSLATE_NOOP("Sentences", "The search in {0} is damaged or incomplete."),
    QT_TRANSLATE_NOOP("Sentences", "The search in {0} was made anew."),
    QT_TRANSLATE_NOOP("Sentences", "The search by date is damaged or incomplete."),
    QT_TRANSLATE_NOOP("Sentences", "The search by date was made anew."),
    QT_TRANSLATE_NOOP(
        "Sentences", "The disk reported an error at the history; check the disk and make a copy of the data folder."
    ),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "The history cannot be opened; check that the data folder exists and that you may read and write it.",
    ),
    QT_TRANSLATE_NOOP("Sentences", "The history cannot be opened; check that you may read and write the data folder."),
    QT_TRANSLATE_NOOP("Sentences", "The history cannot be saved because the disk is full; free some space."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "The history file is damaged or is no history at all; restore a backup with “rationale history restore FILE”.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentences", "The history file is damaged; restore a backup with “rationale history restore FILE”."
    ),
    QT_TRANSLATE_NOOP("Sentences", "The history is in use by another part of Rationale; try again in a moment."),
    QT_TRANSLATE_NOOP(
        "Sentences", "The history is in use by another program; close that program or try again in a moment."
    ),
    QT_TRANSLATE_NOOP(
        "Sentences", "The history is read-only; make the data folder writable or choose another with --data-dir."
    ),
    QT_TRANSLATE_NOOP("Sentences", "This conversation is no longer in the history; it was deleted for good."),
    QT_TRANSLATE_NOOP("Sentences", "Another Rationale is preparing the history; wait until it is ready, or close it."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "The file {0} is not a history of Rationale; move it away or choose another data folder with --data-dir.",
    ),
    QT_TRANSLATE_NOOP("Sentences", "The history is of an older version; start Rationale once to bring it up to date."),
    QT_TRANSLATE_NOOP(
        "Sentences", "The history was made by a newer version of Rationale; update Rationale to open it."
    ),
    QT_TRANSLATE_NOOP("Sentences", "The round of learning has not come to a halt yet; stop it, then try again."),
    QT_TRANSLATE_NOOP("Sentences", "There is no history yet in this data folder; ask a question first."),
    QT_TRANSLATE_NOOP("Sentences", "A conversation needs a title; type at least one character."),
    QT_TRANSLATE_NOOP("Sentences", "There is no attempt “{0}” in the history."),
    QT_TRANSLATE_NOOP(
        "Sentences", "The damaged history cannot be moved away; close every other Rationale and try again."
    ),
    QT_TRANSLATE_NOOP("Sentences", "The file “{0}” is damaged or is not a backup of Rationale; choose another backup."),
    QT_TRANSLATE_NOOP("Sentences", "The file “{0}” is empty; choose another backup."),
    QT_TRANSLATE_NOOP("Sentences", "There is no file “{0}”; “rationale history backup” says where backups are."),
    QT_TRANSLATE_NOOP("Sentences", "The history was opened for reading only; open it for writing to restore a backup."),
    QT_TRANSLATE_NOOP("Sentences", "The question is empty; type at least one character."),
    QT_TRANSLATE_NOOP("Sentences", "The data folder {0} cannot be used; choose another with --data-dir."),
    QT_TRANSLATE_NOOP("Sentences", "The budget of thought tokens cannot be negative; use 0 for an answer at once."),
    QT_TRANSLATE_NOOP("Sentences", "There is no effort “{0}”; choose off, quick, standard or deep."),
    QT_TRANSLATE_NOOP("Sentences", "The settings file {0}, so the defaults are in use."),
    QT_TRANSLATE_NOOP("Sentences", "The settings file {0}; it was kept as {1} and the defaults are in use."),
    QT_TRANSLATE_NOOP("Sentences", "The context is kept as f16, since the heads of {0} do not allow {1}."),
    QT_TRANSLATE_NOOP("Sentences", "The context is kept in {0}, which takes about half, so that the model fits."),
    QT_TRANSLATE_NOOP("Sentences", "Flash attention is on, since {0} numbers cannot be had without it."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "The training ran out of memory; close other programs, or train a smaller model, then start it again: it goes on from its last checkpoint.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "The disk is full, so the training cannot go on; make room and start it again: it goes on where it stopped.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "The training broke off by a fault of its own; start it again: it goes on from its last checkpoint.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentences", "The training cannot read or write its files; check the data folder and start it again."
    ),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "The training was ended by the system or another program, perhaps because memory ran out; close other programs and start it again: it goes on from its last checkpoint.",
    ),
    QT_TRANSLATE_NOOP("Sentences", "Training {0} takes about {1} of memory and only {2} {3} are free; {4}."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "The trained adapter does not compute in llama.cpp what it was trained to, so it is not used; choose another model to train.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "There is nothing to learn from: no example is left that is short enough; accept more answers first.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentences", "The model has no token that ends an answer, so it cannot be trained here; choose a chat model."
    ),
    QT_TRANSLATE_NOOP(
        "Sentences", "The vocabulary of {0} cannot be read; check the model with “rationale models inspect”."
    ),
    QT_TRANSLATE_NOOP("Sentences", "Another training runs in the same folder; wait until it is done, or stop it."),
    QT_TRANSLATE_NOOP("Sentences", "The training could not be started; run “rationale doctor” to see what is missing."),
    QT_TRANSLATE_NOOP("Sentences", "The model answers without an adapter already; there is nothing to roll back."),
    QT_TRANSLATE_NOOP("Sentences", "There is no adapter “{0}”; “rationale adapters list” shows yours."),
    QT_TRANSLATE_NOOP("Sentences", "The adapter {0} belongs to another model; load that model first."),
    QT_TRANSLATE_NOOP("Sentences", "The strength of an adapter must be between 0 and 2."),
    QT_TRANSLATE_NOOP("Sentences", "This round of learning is no longer in the history."),
    QT_TRANSLATE_NOOP("Sentences", "A round of learning is open already; go on with it or stop it first."),
    QT_TRANSLATE_NOOP("Sentences", "A correction needs the right answer; write it, or reject the answer instead."),
    QT_TRANSLATE_NOOP("Sentences", "Only a correction has a right answer; choose “correct” to give one."),
    QT_TRANSLATE_NOOP("Sentences", "A text of this rating has {0} characters and {1} are the most; shorten it."),
    QT_TRANSLATE_NOOP("Sentences", "This rating is no longer in the history."),
    QT_TRANSLATE_NOOP("Sentences", "This rating is no longer in the history, so it cannot come back."),
    QT_TRANSLATE_NOOP("Sentences", "The note is empty; write what you want to remember."),
    QT_TRANSLATE_NOOP("Sentences", "This step is no longer part of the thought, so it cannot be marked."),
    QT_TRANSLATE_NOOP("Sentences", "The selected text is not part of this thought; select it again."),
    QT_TRANSLATE_NOOP(
        "Sentences", "Only two answers to the same question can be compared; choose two of one question."
    ),
    QT_TRANSLATE_NOOP(
        "Sentences", "This answer is not finished, so it cannot be rated yet; wait until it ends or continue it."
    ),
    QT_TRANSLATE_NOOP("Sentences", "There is no practice set “{0}”; choose one of: {1}."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "The open round of learning was begun by another version of Rationale; stop it and start a new one.",
    ),
    QT_TRANSLATE_NOOP("Sentences", "There is no source “{0}”; choose {1} or one of: {2}."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "Only {0} rationales could be learned from and {1} are the least; accept more answers or add a practice set.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentences", "The adapter {0} is missing or damaged, so the model answers without it; roll back or train again."
    ),
    QT_TRANSLATE_NOOP(
        "Sentences", "The adapter {0} could not be read now, so the model answers without it; ask again."
    ),
    QT_TRANSLATE_NOOP("Sentences", "The adapter {0} could not be read now; try again."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "The adapter {0} was trained on another file of this model, which splits text differently, so the model answers "
        "without it; load that file or train again.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "{0} was trained on another file of {1}, which splits text differently; load that file first.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentences", "Not proven: {0} answers were fixed and {1} broken, p = {2} against a limit of {3}."
    ),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "Only {0} held-out questions could be compared and {1} are the least; add a practice set or rate more answers.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "The unchanged model with other random numbers passed as well, so this exam proves nothing; try again.",
    ),
    QT_TRANSLATE_NOOP("Sentences", "Of {0} right answers to general questions it unlearned {1}, and {2} is the most."),
    QT_TRANSLATE_NOOP("Sentences", "Its answers have become too much alike: several attempts find less than before."),
    QT_TRANSLATE_NOOP("Sentences", "It says its answer clearly less often: {0} instead of {1}."),
    QT_TRANSLATE_NOOP(
        "Sentences", "The open round of learning belongs to {0}; load that model to go on, or stop the round."
    ),
    QT_TRANSLATE_NOOP("Sentences", "Rationale is learning in another program already; wait until it is done."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "Learning from your ratings needs {0} more accepted answers; accept them, or let the model practise.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "Nothing is sealed for this model: no round has practised yet; name a practice set to audit.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentences", "Only {0} sealed questions are left and {1} are the least; audit another practice set."
    ),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "No practice set can examine your accepted answers, and {0} more must be held out to compare them: about {1} more ratings; rate more, or let the model practise as well.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentences", "Rationale made a mistake of its own, so learning stopped; everything that was finished is kept."
    ),
    QT_TRANSLATE_NOOP(
        "Sentences", "Only {0} held-out accepted answers could be compared and {1} are the least; rate more."
    ),
    QT_TRANSLATE_NOOP(
        "Sentences", "Not proven: {0} of {1} held-out accepted answers became likelier, p = {2} against a limit of {3}."
    ),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "An adapter trained on shuffled answers passed as well, so this comparison proves nothing; rate more.",
    ),
    QT_TRANSLATE_NOOP("Sentences", "It was cancelled; nothing has changed."),
    QT_TRANSLATE_NOOP("Sentences", "Conversation {0} in the file {1}, so nothing was imported."),
    QT_TRANSLATE_NOOP("Sentences", "“{0}” is a folder; name a file in it."),
    QT_TRANSLATE_NOOP("Sentences", "“{0}” is there already; choose another name."),
    QT_TRANSLATE_NOOP("Sentences", "“{0}” cannot be written; choose another folder or free some space."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "A part of a conversation in the file is part of another conversation here, so nothing was imported.",
    ),
    QT_TRANSLATE_NOOP("Sentences", "The file holds one conversation twice, so nothing was imported."),
    QT_TRANSLATE_NOOP("Sentences", "The file was changed while it was read, so nothing was imported; try again."),
    QT_TRANSLATE_NOOP("Sentences", "“{0}” is a folder; name a file that Rationale exported."),
    QT_TRANSLATE_NOOP("Sentences", "“{0}” is a pipe or a device; save it as a file first, and import that."),
    QT_TRANSLATE_NOOP("Sentences", "“{0}” cannot be read; check its name."),
    QT_TRANSLATE_NOOP("Sentences", "This file is no history that Rationale has exported as JSON; choose another file."),
    QT_TRANSLATE_NOOP(
        "Sentences", "The file ends in the middle; it was cut off when it was copied. Export or copy it again."
    ),
    QT_TRANSLATE_NOOP("Sentences", "The file was made by a newer version of Rationale; update Rationale to import it."),
    QT_TRANSLATE_NOOP("Sentences", "The list of conversations in the file is damaged, so nothing was imported."),
    QT_TRANSLATE_NOOP("Sentences", "The file is nested deeper than any conversation is, so nothing was imported."),
    QT_TRANSLATE_NOOP("Sentences", "One conversation in the file is larger than 256 MB, so nothing was imported."),
    QT_TRANSLATE_NOOP("Sentences", "Something follows the conversations in the file, so nothing was imported."),
    QT_TRANSLATE_NOOP("Sentences", "A tag has 1 to {0} characters; type another."),
    QT_TRANSLATE_NOOP("Sentences", "{0} answers that were imported cannot be found yet."),
    QT_TRANSLATE_NOOP("Sentences", "{0} imported answers were made findable."),
    QT_TRANSLATE_NOOP("Sentences", "The report cannot be written to {0}; choose another file."),
)

_FRAGMENTS = (
    QT_TRANSLATE_NOOP("Sentences", "could not be read"),
    QT_TRANSLATE_NOOP("Sentences", "comes from a newer version of Rationale"),
    QT_TRANSLATE_NOOP("Sentences", "could not be read ({0})"),
    QT_TRANSLATE_NOOP("Sentences", "the model runs on the processor"),
    QT_TRANSLATE_NOOP("Sentences", "{0} are on it"),
    QT_TRANSLATE_NOOP("Sentences", "choose a smaller model"),
    QT_TRANSLATE_NOOP("Sentences", "load it with a context of {0} tokens"),
    QT_TRANSLATE_NOOP("Sentences", ", or with a context of {0} tokens"),
    QT_TRANSLATE_NOOP("Sentences", "{0} layers"),
    QT_TRANSLATE_NOOP("Sentences", "1 layer"),
    QT_TRANSLATE_NOOP("Sentences", "one layer"),
    QT_TRANSLATE_NOOP("Sentences", "shows a branch that is not in it"),
    QT_TRANSLATE_NOOP("Sentences", "cannot be read, because it is no proper JSON"),
    QT_TRANSLATE_NOOP("Sentences", "cannot be read, because “{0}” is missing"),
    QT_TRANSLATE_NOOP("Sentences", "cannot be read, because “{0}” is no field that Rationale knows"),
    QT_TRANSLATE_NOOP("Sentences", "cannot be read, because “{0}” is “{1}”, which Rationale does not know"),
    QT_TRANSLATE_NOOP("Sentences", "cannot be read, because “{0}” is no id or name as Rationale writes them"),
    QT_TRANSLATE_NOOP("Sentences", "cannot be read, because “{0}” is empty or too long"),
    QT_TRANSLATE_NOOP("Sentences", "cannot be read, because “{0}” is too small or too large"),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "cannot be read, because “{0}” is of another kind (a text, a number, a list) than it must be",
    ),
    QT_TRANSLATE_NOOP("Sentences", "cannot be read, because “{0}” is damaged"),
    QT_TRANSLATE_NOOP("Sentences", "has no title"),
    QT_TRANSLATE_NOOP("Sentences", "has two parts with the same id"),
    QT_TRANSLATE_NOOP("Sentences", "has an answer without a question"),
    QT_TRANSLATE_NOOP("Sentences", "has a part that hangs on one that is missing"),
    QT_TRANSLATE_NOOP("Sentences", "has two questions or two answers that follow each other"),
    QT_TRANSLATE_NOOP("Sentences", "goes round in a circle"),
    QT_TRANSLATE_NOOP("Sentences", "has a question without a text, or with an answer's parts"),
    QT_TRANSLATE_NOOP("Sentences", "has an answer without any attempt"),
    QT_TRANSLATE_NOOP("Sentences", "has two attempts with the same number"),
    QT_TRANSLATE_NOOP("Sentences", "has votes that cannot be read"),
    QT_TRANSLATE_NOOP("Sentences", "has an answer whose chosen attempt is missing"),
    QT_TRANSLATE_NOOP("Sentences", "has sampling parameters that cannot be read"),
    QT_TRANSLATE_NOOP("Sentences", "has a figure that is no number"),
    QT_TRANSLATE_NOOP("Sentences", "has two steps with the same number"),
    QT_TRANSLATE_NOOP("Sentences", "has a step that does not fit its thought"),
    QT_TRANSLATE_NOOP("Sentences", "has token confidences that cannot be read"),
    QT_TRANSLATE_NOOP("Sentences", "has a rating's snapshot that cannot be read"),
    QT_TRANSLATE_NOOP("Sentences", "has a rating of something that is not in it"),
    QT_TRANSLATE_NOOP("Sentences", "has a correction without the right answer"),
    QT_TRANSLATE_NOOP("Sentences", "has a mark on something that is not in it"),
    QT_TRANSLATE_NOOP("Sentences", "has a preference between answers that are not in it"),
    QT_TRANSLATE_NOOP("Sentences", "has a preference between answers to different questions"),
    QT_TRANSLATE_NOOP("Sentences", "has a preference without its snapshot"),
    QT_TRANSLATE_NOOP("Sentences", "of the graphics card"),
    QT_TRANSLATE_NOOP("Sentences", "of this computer"),
    QT_TRANSLATE_NOOP("Sentences", "close other programs or train a smaller model"),
    QT_TRANSLATE_NOOP(
        "Sentences", "train on the processor, on a larger card or on another computer, or train a smaller model"
    ),
)

TEMPLATES: tuple[str, ...] = (*map(str, _TEMPLATES), *MODEL_TEMPLATES)
"""Whole sentences."""

FRAGMENTS: tuple[str, ...] = (*map(str, _FRAGMENTS), *MODEL_FRAGMENTS)
"""Phrases that a sentence is filled with."""
