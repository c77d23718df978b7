-- What a model that sees said of a stored picture; it goes with its picture.
CREATE TABLE description (
    sha256 TEXT PRIMARY KEY REFERENCES blob (sha256) ON DELETE CASCADE,
    model  TEXT NOT NULL,
    text   TEXT NOT NULL
) WITHOUT ROWID
