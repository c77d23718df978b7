-- Pictures and clips that administrators banned, by what they are known by: no pixel of them is kept, but
-- for `waiting`, the picture itself until its print is taken. `source` names the lesson that a ban came from.
CREATE TABLE banned (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id INTEGER NOT NULL,
    source TEXT NOT NULL,
    message_id INTEGER NOT NULL,
    note TEXT NOT NULL,
    added_by INTEGER NOT NULL,
    added_at INTEGER NOT NULL,
    words TEXT NOT NULL,
    paused_at INTEGER
);
CREATE INDEX banned_by_chat ON banned (chat_id, source);
CREATE TABLE prints (
    banned_id INTEGER NOT NULL REFERENCES banned (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    waiting BLOB,
    codes BLOB NOT NULL,
    quality INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    features BLOB NOT NULL,
    model TEXT NOT NULL,
    vector BLOB NOT NULL,
    PRIMARY KEY (banned_id, position)
);

-- Whom a banned picture was found with: where it suddenly hits regulars it is paused.
CREATE TABLE hits (
    banned_id INTEGER NOT NULL REFERENCES banned (id) ON DELETE CASCADE,
    person_id INTEGER NOT NULL,
    regular INTEGER NOT NULL,
    hit_at INTEGER NOT NULL
);
CREATE INDEX hits_by_age ON hits (hit_at);

-- Hashes of the pictures of the last thirty days, so that a ban shows what else it would have hit.
CREATE TABLE shown (
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    person_name TEXT NOT NULL,
    codes BLOB NOT NULL,
    words TEXT NOT NULL,
    shown_at INTEGER NOT NULL,
    PRIMARY KEY (chat_id, message_id, position)
);
CREATE INDEX shown_by_age ON shown (shown_at);
