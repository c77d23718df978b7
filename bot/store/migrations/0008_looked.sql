-- What was seen on the pictures of a conversation: words, and the answer given then; no pictures.
CREATE TABLE looked (
    chat_id INTEGER NOT NULL,
    topic_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    unique_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    name TEXT NOT NULL,
    words TEXT NOT NULL,
    said TEXT NOT NULL,
    looked_at INTEGER NOT NULL,
    PRIMARY KEY (chat_id, topic_id, message_id, position)
);
CREATE INDEX looked_by_age ON looked (looked_at);
