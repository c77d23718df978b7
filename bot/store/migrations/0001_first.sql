-- Every table that is keyed by a chat has its column named `chat_id`: `Spaces.migrate` moves it when
-- a group becomes a supergroup. Columns that name a message of that chat are then negated, because the
-- supergroup counts its messages anew: an id below zero is kept for the record and is never replied to.
-- Times are whole seconds since 1970, UTC.

-- Updates as they came. A finished one keeps only its id, so that a replay is recognised.
CREATE TABLE inbox (
    update_id INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'dead')),
    attempts INTEGER NOT NULL DEFAULT 0,
    received_at INTEGER NOT NULL
);
CREATE INDEX inbox_by_state ON inbox (state, update_id);

-- Exchanges by conversation; `topic_id` is 0 outside forum topics.
CREATE TABLE turns (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id INTEGER NOT NULL,
    topic_id INTEGER NOT NULL,
    question_message_id INTEGER NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    UNIQUE (chat_id, topic_id, question_message_id)
);

-- Files as announced, so that a reply to one part of an album brings all of it.
CREATE TABLE attachments (
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    album_id TEXT,
    kind TEXT NOT NULL,
    file_id TEXT NOT NULL,
    unique_id TEXT NOT NULL,
    size_bytes INTEGER,
    media_type TEXT NOT NULL,
    name TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (chat_id, message_id, position)
);
CREATE INDEX attachments_by_album ON attachments (chat_id, album_id);
CREATE INDEX attachments_by_age ON attachments (seen_at);

-- A chat without a row reads the space that is named after it.
CREATE TABLE bindings (
    chat_id INTEGER PRIMARY KEY,
    space TEXT NOT NULL
);
CREATE TABLE chats (
    chat_id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    title TEXT NOT NULL
);
CREATE TABLE sightings (
    user_id INTEGER NOT NULL,
    chat_id INTEGER NOT NULL,
    PRIMARY KEY (user_id, chat_id)
);

-- What is to be said, written down before the first call to Telegram. `key` is the first update id.
CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key INTEGER NOT NULL UNIQUE,
    chat_id INTEGER NOT NULL,
    topic_id INTEGER,
    question_message_id INTEGER NOT NULL,
    kind TEXT NOT NULL DEFAULT 'answer',
    payload TEXT NOT NULL DEFAULT '{}',
    state TEXT NOT NULL DEFAULT 'planned',
    placeholder_id INTEGER,
    planned_at INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX deliveries_by_question ON deliveries (chat_id, question_message_id);
CREATE TABLE parts (
    delivery_id INTEGER NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'sending', 'sent', 'failed')),
    message_id INTEGER,
    PRIMARY KEY (delivery_id, position)
);
CREATE INDEX parts_by_message ON parts (message_id);

-- How each answer came to be, for /why.
CREATE TABLE traces (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id INTEGER NOT NULL,
    topic_id INTEGER NOT NULL,
    question_message_id INTEGER NOT NULL,
    body TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
);
CREATE INDEX traces_by_question ON traces (chat_id, question_message_id);
CREATE INDEX traces_by_topic ON traces (chat_id, topic_id);

CREATE TABLE feedback (
    chat_id INTEGER NOT NULL,
    answer_message_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    given_at INTEGER NOT NULL,
    PRIMARY KEY (chat_id, answer_message_id, person_id)
);

-- What moderation did; `undone_by` is who took it back, once.
CREATE TABLE acts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    person_name TEXT NOT NULL,
    person_username TEXT,
    person_language TEXT NOT NULL,
    message_ids TEXT NOT NULL,
    text TEXT NOT NULL,
    reason TEXT NOT NULL,
    action TEXT NOT NULL,
    done_at INTEGER NOT NULL,
    undone_by INTEGER,
    undone_at INTEGER
);
CREATE INDEX acts_by_chat ON acts (chat_id, id);

CREATE TABLE policies (
    chat_id INTEGER PRIMARY KEY,
    mode TEXT NOT NULL CHECK (mode IN ('watch', 'delete'))
);

-- What an inline button means; Telegram carries only the token, which anybody may forge.
CREATE TABLE buttons (
    token TEXT PRIMARY KEY,
    chat_id INTEGER NOT NULL,
    action TEXT NOT NULL,
    payload TEXT NOT NULL,
    single_use INTEGER NOT NULL,
    issued_at INTEGER NOT NULL
);
CREATE INDEX buttons_by_age ON buttons (issued_at);
