-- What administrators called spam or ham. A lesson that is taken back is deleted, not marked; the newest
-- on a text counts.
CREATE TABLE lessons (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id INTEGER NOT NULL,
    source TEXT NOT NULL,
    text TEXT NOT NULL,
    spam INTEGER NOT NULL,
    taught_by INTEGER NOT NULL,
    taught_at INTEGER NOT NULL
);
CREATE INDEX lessons_by_chat ON lessons (chat_id, source);
CREATE INDEX lessons_by_age ON lessons (taught_at);
