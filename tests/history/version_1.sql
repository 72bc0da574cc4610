-- A history as the first version wrote it. Never edited: later versions must read it.
PRAGMA application_id = 1382118510;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE TABLE conversations (
    id TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    created_at REAL NOT NULL,
    updated_at REAL NOT NULL,
    pinned INTEGER NOT NULL DEFAULT 0,
    archived INTEGER NOT NULL DEFAULT 0,
    trashed_at REAL,
    active_turn_id TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX conversations_by_update ON conversations (updated_at DESC, id DESC) WHERE trashed_at IS NULL;
CREATE INDEX conversations_in_trash ON conversations (updated_at DESC, id DESC) WHERE trashed_at IS NOT NULL;
CREATE INDEX conversations_pinned ON conversations (updated_at DESC) WHERE pinned = 1;
CREATE TABLE turns (
    position INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    conversation_id TEXT NOT NULL REFERENCES conversations (id) DEFERRABLE INITIALLY DEFERRED,
    parent INTEGER REFERENCES turns (position) DEFERRABLE INITIALLY DEFERRED,
    kind TEXT NOT NULL CHECK (kind IN ('question', 'answer')),
    created_at REAL NOT NULL,
    panel TEXT NOT NULL DEFAULT 'automatic',
    chosen_attempt_id TEXT NOT NULL DEFAULT '',
    continued_from_attempt_id TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    CHECK (kind = 'question' OR parent IS NOT NULL)
) STRICT;
CREATE INDEX turns_of_conversation ON turns (conversation_id);
CREATE INDEX first_turns ON turns (conversation_id) WHERE parent IS NULL;
CREATE INDEX turns_of_parent ON turns (parent) WHERE parent IS NOT NULL;
CREATE TABLE tags (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE) STRICT;
CREATE TABLE conversation_tags (
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    PRIMARY KEY (conversation_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversations_of_tag ON conversation_tags (tag_id);
CREATE TABLE drafts (conversation_id TEXT NOT NULL PRIMARY KEY, text TEXT NOT NULL, updated_at REAL NOT NULL) STRICT;
CREATE TABLE recipes (
    id INTEGER NOT NULL PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    model_id TEXT NOT NULL,
    model_name TEXT NOT NULL,
    adapter_id TEXT NOT NULL,
    effort TEXT NOT NULL,
    thought_budget INTEGER NOT NULL,
    sampling TEXT NOT NULL,
    system_prompt TEXT NOT NULL,
    prompt_version INTEGER NOT NULL
) STRICT;
CREATE TABLE programs (
    id TEXT NOT NULL PRIMARY KEY,
    process INTEGER NOT NULL,
    process_started_at REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE attempts (
    position INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    turn INTEGER NOT NULL REFERENCES turns (position) ON DELETE CASCADE,
    recipe_id INTEGER NOT NULL REFERENCES recipes (id),
    number INTEGER NOT NULL,
    strategy TEXT NOT NULL,
    state TEXT NOT NULL,
    owner TEXT,
    searchable INTEGER NOT NULL DEFAULT 0,
    created_at REAL NOT NULL,
    thought_started_at REAL,
    thought_ended_at REAL,
    answer_started_at REAL,
    answer_ended_at REAL,
    prompt_tokens INTEGER NOT NULL DEFAULT 0,
    cached_tokens INTEGER NOT NULL DEFAULT 0,
    dropped_turns INTEGER NOT NULL DEFAULT 0,
    thought_tokens INTEGER NOT NULL DEFAULT 0,
    answer_tokens INTEGER NOT NULL DEFAULT 0,
    time_to_first_token REAL,
    tokens_per_second REAL,
    mean_logprob REAL,
    seed INTEGER NOT NULL,
    stop_reason TEXT NOT NULL DEFAULT '',
    thought_end TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT '',
    final_answer TEXT NOT NULL DEFAULT '',
    answer TEXT NOT NULL DEFAULT '',
    thought TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX attempts_of_turn ON attempts (turn);
CREATE INDEX attempts_of_recipe ON attempts (recipe_id);
CREATE INDEX attempts_streaming ON attempts (owner) WHERE state = 'streaming';
CREATE TABLE token_confidences (
    attempt_id TEXT NOT NULL PRIMARY KEY REFERENCES attempts (id) ON DELETE CASCADE,
    packed BLOB NOT NULL
) STRICT;
CREATE TABLE steps (
    attempt_id TEXT NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL DEFAULT '',
    verdict TEXT NOT NULL DEFAULT '',
    detail TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (attempt_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE snapshots (
    id TEXT NOT NULL PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    created_at REAL NOT NULL,
    content TEXT NOT NULL CHECK (json_valid(content))
) STRICT;
CREATE INDEX snapshots_of_conversation ON snapshots (conversation_id);
CREATE TABLE ratings (
    id TEXT NOT NULL PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    attempt_id TEXT NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    snapshot_id TEXT NOT NULL REFERENCES snapshots (id),
    verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'rejected', 'corrected')),
    right_answer TEXT NOT NULL DEFAULT '',
    right_thought TEXT NOT NULL DEFAULT '',
    comment TEXT NOT NULL DEFAULT '',
    training TEXT NOT NULL DEFAULT 'included' CHECK (training IN ('included', 'left_out')),
    created_at REAL NOT NULL,
    undone_at REAL
) STRICT;
CREATE INDEX ratings_of_attempt ON ratings (attempt_id, created_at);
CREATE INDEX ratings_of_conversation ON ratings (conversation_id, created_at);
CREATE INDEX ratings_by_time ON ratings (created_at) WHERE undone_at IS NULL;
CREATE INDEX ratings_of_snapshot ON ratings (snapshot_id);
CREATE TABLE rating_reasons (
    rating_id TEXT NOT NULL REFERENCES ratings (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (rating_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE step_marks (
    id TEXT NOT NULL PRIMARY KEY,
    attempt_id TEXT NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    step_number INTEGER,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    mark TEXT NOT NULL CHECK (mark IN ('good', 'bad', 'first_wrong', 'note')),
    note TEXT NOT NULL DEFAULT '',
    created_at REAL NOT NULL,
    undone_at REAL
) STRICT;
CREATE INDEX step_marks_of_attempt ON step_marks (attempt_id);
CREATE TABLE preferences (
    id TEXT NOT NULL PRIMARY KEY,
    question_id TEXT NOT NULL REFERENCES turns (id) ON DELETE CASCADE,
    preferred_attempt_id TEXT NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    other_attempt_id TEXT NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    snapshot_id TEXT NOT NULL REFERENCES snapshots (id),
    blind INTEGER NOT NULL DEFAULT 0,
    training TEXT NOT NULL DEFAULT 'included' CHECK (training IN ('included', 'left_out')),
    created_at REAL NOT NULL,
    undone_at REAL,
    CHECK (preferred_attempt_id <> other_attempt_id)
) STRICT;
CREATE INDEX preferences_of_question ON preferences (question_id);
CREATE INDEX preferences_of_preferred ON preferences (preferred_attempt_id);
CREATE INDEX preferences_of_other ON preferences (other_attempt_id);
CREATE INDEX preferences_of_snapshot ON preferences (snapshot_id);
CREATE VIRTUAL TABLE question_words USING fts5 (text, content = '', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
CREATE VIRTUAL TABLE thought_words USING fts5 (text, content = '', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
CREATE VIRTUAL TABLE answer_words USING fts5 (text, content = '', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
INSERT INTO _sqlite_migrations ("id", "migration_set", "name", "applied_at") VALUES (1, 'rationale-history', '0001_first_schema', '2026-11-23 18:20:32.070244+00:00');
INSERT INTO conversations ("id", "title", "created_at", "updated_at", "pinned", "archived", "trashed_at", "active_turn_id") VALUES ('01a209a361cf84685ef694841a87f9dd', 'What is 2 + 2?', 1.79545803207822775833e+09, 1.7954580320822577477e+09, 0, 0, NULL, '01a209a361d2be1eb188f69363a5fdfa');
INSERT INTO conversations ("id", "title", "created_at", "updated_at", "pinned", "archived", "trashed_at", "active_turn_id") VALUES ('01a209a361d4fc134e12a74c86eac734', '你好，北京在哪里？', 1.79545803208399486544e+09, 1.79545803208399486544e+09, 0, 0, NULL, '01a209a361d43b2d270106701ae835e7');
INSERT INTO turns ("position", "id", "conversation_id", "parent", "kind", "created_at", "panel", "chosen_attempt_id", "continued_from_attempt_id", "text") VALUES (1, '01a209a361cfaf86c375538d096d98b2', '01a209a361cf84685ef694841a87f9dd', NULL, 'question', 1.79545803207822775833e+09, 'automatic', '', '', 'What is 2 + 2?');
INSERT INTO turns ("position", "id", "conversation_id", "parent", "kind", "created_at", "panel", "chosen_attempt_id", "continued_from_attempt_id", "text") VALUES (2, '01a209a361cfe0fd417eeff55ee32331', '01a209a361cf84685ef694841a87f9dd', 1, 'answer', 1.79545803207822775833e+09, 'automatic', '', '', '');
INSERT INTO turns ("position", "id", "conversation_id", "parent", "kind", "created_at", "panel", "chosen_attempt_id", "continued_from_attempt_id", "text") VALUES (3, '01a209a361d22b8cf972f082d4ab1a46', '01a209a361cf84685ef694841a87f9dd', 2, 'question', 1.7954580320822577477e+09, 'automatic', '', '', 'And 3 + 3?');
INSERT INTO turns ("position", "id", "conversation_id", "parent", "kind", "created_at", "panel", "chosen_attempt_id", "continued_from_attempt_id", "text") VALUES (4, '01a209a361d2be1eb188f69363a5fdfa', '01a209a361cf84685ef694841a87f9dd', 3, 'answer', 1.7954580320822577477e+09, 'automatic', '', '', '');
INSERT INTO turns ("position", "id", "conversation_id", "parent", "kind", "created_at", "panel", "chosen_attempt_id", "continued_from_attempt_id", "text") VALUES (5, '01a209a361d4327cf7615abfcf9a0c60', '01a209a361d4fc134e12a74c86eac734', NULL, 'question', 1.79545803208399486544e+09, 'automatic', '', '', '你好，北京在哪里？');
INSERT INTO turns ("position", "id", "conversation_id", "parent", "kind", "created_at", "panel", "chosen_attempt_id", "continued_from_attempt_id", "text") VALUES (6, '01a209a361d43b2d270106701ae835e7', '01a209a361d4fc134e12a74c86eac734', 5, 'answer', 1.79545803208399486544e+09, 'automatic', '', '', '');
INSERT INTO recipes ("id", "digest", "model_id", "model_name", "adapter_id", "effort", "thought_budget", "sampling", "system_prompt", "prompt_version") VALUES (1, X'9E63EA9B31694FE4D813811D96FD217E', 'm1', 'SmolLM2', '', 'standard', 0, '{"temperature": 0.6}', 'Be brief.', 1);
INSERT INTO attempts ("position", "id", "turn", "recipe_id", "number", "strategy", "state", "owner", "searchable", "created_at", "thought_started_at", "thought_ended_at", "answer_started_at", "answer_ended_at", "prompt_tokens", "cached_tokens", "dropped_turns", "thought_tokens", "answer_tokens", "time_to_first_token", "tokens_per_second", "mean_logprob", "seed", "stop_reason", "thought_end", "error", "final_answer", "answer", "thought") VALUES (1, '01a209a361cf611eb4c4f79e14de12ff', 2, 1, 1, 'direct', 'finished', NULL, 1, 1.79545803207822775833e+09, NULL, NULL, NULL, NULL, 0, 0, 0, 0, 0, NULL, NULL, NULL, 0, 'finished', '', '', '', 'It is 4.', 'Two and two make four.');
INSERT INTO attempts ("position", "id", "turn", "recipe_id", "number", "strategy", "state", "owner", "searchable", "created_at", "thought_started_at", "thought_ended_at", "answer_started_at", "answer_ended_at", "prompt_tokens", "cached_tokens", "dropped_turns", "thought_tokens", "answer_tokens", "time_to_first_token", "tokens_per_second", "mean_logprob", "seed", "stop_reason", "thought_end", "error", "final_answer", "answer", "thought") VALUES (2, '01a209a361d27e595fd2ebb5701fa076', 4, 1, 1, 'direct', 'finished', NULL, 1, 1.7954580320822577477e+09, NULL, NULL, NULL, NULL, 0, 0, 0, 0, 0, NULL, NULL, NULL, 0, 'finished', '', '', '', 'It is 6.', 'Three and three make six.');
INSERT INTO attempts ("position", "id", "turn", "recipe_id", "number", "strategy", "state", "owner", "searchable", "created_at", "thought_started_at", "thought_ended_at", "answer_started_at", "answer_ended_at", "prompt_tokens", "cached_tokens", "dropped_turns", "thought_tokens", "answer_tokens", "time_to_first_token", "tokens_per_second", "mean_logprob", "seed", "stop_reason", "thought_end", "error", "final_answer", "answer", "thought") VALUES (3, '01a209a361d2c8e56a4e2dfac70f682b', 4, 1, 2, 'direct', 'finished', NULL, 1, 1.7954580320822577477e+09, NULL, NULL, NULL, NULL, 0, 0, 0, 0, 0, NULL, NULL, NULL, 1, 'finished', '', '', '', 'It is 6.', 'Three and three make six.');
INSERT INTO attempts ("position", "id", "turn", "recipe_id", "number", "strategy", "state", "owner", "searchable", "created_at", "thought_started_at", "thought_ended_at", "answer_started_at", "answer_ended_at", "prompt_tokens", "cached_tokens", "dropped_turns", "thought_tokens", "answer_tokens", "time_to_first_token", "tokens_per_second", "mean_logprob", "seed", "stop_reason", "thought_end", "error", "final_answer", "answer", "thought") VALUES (4, '01a209a361d40cad465c9e5b72cec7ab', 6, 1, 1, 'direct', 'finished', NULL, 1, 1.79545803208399486544e+09, NULL, NULL, NULL, NULL, 0, 0, 0, 0, 0, NULL, NULL, NULL, 0, 'finished', '', '', '', '北京在中国。', '北京是中国的首都。');
INSERT INTO token_confidences ("attempt_id", "packed") VALUES ('01a209a361d27e595fd2ebb5701fa076', X'789C012200DDFF960192A55468726565A2497492000192D1FF06D1FE0C9291A354776F909291CCC8900EEE10D3');
INSERT INTO token_confidences ("attempt_id", "packed") VALUES ('01a209a361d2c8e56a4e2dfac70f682b', X'789C012200DDFF960192A55468726565A2497492000192D1FF06D1FE0C9291A354776F909291CCC8900EEE10D3');
INSERT INTO drafts ("conversation_id", "text", "updated_at") VALUES ('', 'An unsent question', 1.79545803208507704739e+09);
INSERT INTO answer_words (rowid, text) VALUES (1, 'It is 4.');
INSERT INTO answer_words (rowid, text) VALUES (2, 'It is 6.');
INSERT INTO answer_words (rowid, text) VALUES (3, 'It is 6.');
INSERT INTO answer_words (rowid, text) VALUES (4, ' 北  京  在  中  国 。');
INSERT INTO question_words (rowid, text) VALUES (1, 'What is 2 + 2?');
INSERT INTO question_words (rowid, text) VALUES (3, 'And 3 + 3?');
INSERT INTO question_words (rowid, text) VALUES (5, ' 你  好 ， 北  京  在  哪  里 ？');
INSERT INTO thought_words (rowid, text) VALUES (1, 'Two and two make four.');
INSERT INTO thought_words (rowid, text) VALUES (2, 'Three and three make six.');
INSERT INTO thought_words (rowid, text) VALUES (3, 'Three and three make six.');
INSERT INTO thought_words (rowid, text) VALUES (4, ' 北  京  是  中  国  的  首  都 。');
