-- What a stored picture is recognised by; it goes with its picture.
CREATE TABLE look (
    sha256   TEXT PRIMARY KEY REFERENCES blob (sha256) ON DELETE CASCADE,
    version  INTEGER NOT NULL,
    hash     BLOB NOT NULL,
    quality  INTEGER NOT NULL,
    width    INTEGER NOT NULL,
    height   INTEGER NOT NULL,
    features BLOB NOT NULL,
    proof    BLOB NOT NULL
)
