CREATE TABLE space (
    name       TEXT PRIMARY KEY,
    generation INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE document (
    id         INTEGER PRIMARY KEY,
    space      TEXT NOT NULL REFERENCES space (name),
    name       TEXT NOT NULL,
    title      TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    sha256     TEXT NOT NULL,
    pages      INTEGER NOT NULL,
    learned_at TEXT NOT NULL,
    learned_by TEXT NOT NULL,
    warnings   TEXT NOT NULL,
    -- Absolute path of the file, empty for an upload; `folder` is the root below which its pictures lie.
    source     TEXT NOT NULL,
    folder     TEXT NOT NULL,
    -- Fingerprint of everything the units were made from: the file and what it draws in.
    inputs     TEXT NOT NULL,
    UNIQUE (space, name)
);
CREATE INDEX document_source ON document (space, source);

CREATE TABLE unit (
    id         INTEGER PRIMARY KEY,
    document   INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    text       TEXT NOT NULL,
    heading    TEXT NOT NULL,
    page       INTEGER,
    position   INTEGER NOT NULL,
    fields     TEXT NOT NULL,
    blob       TEXT,
    box        TEXT,
    -- sha256 of the embedded text; NULL where no text vector is wanted.
    text_key   TEXT,
    UNIQUE (document, name)
);
CREATE INDEX unit_place ON unit (document, position);
CREATE INDEX unit_page ON unit (document, page);
CREATE INDEX unit_blob ON unit (blob) WHERE blob IS NOT NULL;
CREATE INDEX unit_text_key ON unit (text_key) WHERE text_key IS NOT NULL;

-- float16, rows of length 1. `key` is the sha256 of the embedded text or picture.
CREATE TABLE vector (
    key   TEXT NOT NULL,
    model TEXT NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY (key, model)
) WITHOUT ROWID;

-- Announced before the file is written, so that a crash leaves nothing behind that nobody knows of.
CREATE TABLE blob (
    sha256     TEXT PRIMARY KEY,
    media_type TEXT NOT NULL
) WITHOUT ROWID;

-- What a picture shows, by the sha256 of its bytes as they came.
CREATE TABLE sight (
    sha256  TEXT PRIMARY KEY,
    content TEXT NOT NULL,
    read    INTEGER NOT NULL,
    width   INTEGER NOT NULL,
    height  INTEGER NOT NULL,
    frames  INTEGER NOT NULL,
    lines   TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX sight_content ON sight (content);
