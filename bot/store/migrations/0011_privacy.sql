-- What a chat lets leave the host; a chat without a row follows the settings.
CREATE TABLE privacy (
    chat_id INTEGER PRIMARY KEY,
    mode TEXT NOT NULL CHECK (mode IN ('redact', 'local', 'ask', 'off'))
);

-- What left the host, for /why: counts, never the secrets; pictures exactly as they went.
CREATE TABLE sent (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id INTEGER NOT NULL,
    model TEXT NOT NULL,
    characters INTEGER NOT NULL,
    withheld TEXT NOT NULL,
    sent_at INTEGER NOT NULL
);
CREATE INDEX sent_by_age ON sent (sent_at);
CREATE TABLE sent_pictures (
    sent_id INTEGER NOT NULL REFERENCES sent (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (sent_id, position)
);

-- Questions that wait for a yes before a model in the cloud is asked.
CREATE TABLE held (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id INTEGER NOT NULL,
    question_message_id INTEGER NOT NULL,
    body TEXT NOT NULL,
    held_at INTEGER NOT NULL,
    UNIQUE (chat_id, question_message_id)
);
