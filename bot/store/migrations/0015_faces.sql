-- A fifth mode: faces are painted over, too.
CREATE TABLE privacy_now (
    chat_id INTEGER PRIMARY KEY,
    mode TEXT NOT NULL CHECK (mode IN ('redact', 'faces', 'local', 'ask', 'off'))
);
INSERT INTO privacy_now (chat_id, mode) SELECT chat_id, mode FROM privacy;
DROP TABLE privacy;
ALTER TABLE privacy_now RENAME TO privacy;
