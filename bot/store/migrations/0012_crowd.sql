-- Who said something when, and a print of what: no words. For floods, copies and raids.
CREATE TABLE crowd (
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    said_at INTEGER NOT NULL,
    print INTEGER,
    file TEXT NOT NULL,
    PRIMARY KEY (chat_id, message_id)
) WITHOUT ROWID;
CREATE INDEX crowd_by_time ON crowd (chat_id, said_at);
CREATE INDEX crowd_by_age ON crowd (said_at);
