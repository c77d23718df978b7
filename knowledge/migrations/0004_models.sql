-- Whose vectors answer in a space (present), whose are being filled in (future), whose are kept to go back to (past).
CREATE TABLE model (
    space    TEXT NOT NULL,
    modality TEXT NOT NULL,
    state    TEXT NOT NULL,
    name     TEXT NOT NULL,
    PRIMARY KEY (space, modality, state)
) WITHOUT ROWID;
INSERT OR IGNORE INTO model
    SELECT d.space, 'text', 'present', v.model FROM vector v JOIN unit u ON u.text_key = v.key
    JOIN document d ON d.id = u.document GROUP BY 1, 4 ORDER BY count(*) DESC;
INSERT OR IGNORE INTO model
    SELECT d.space, 'picture', 'present', v.model FROM vector v JOIN unit u ON u.blob = v.key
    JOIN document d ON d.id = u.document GROUP BY 1, 4 ORDER BY count(*) DESC;

-- The script most of the embedded text is in; empty where the text has no key yet. A model is asked for its own scripts only.
ALTER TABLE unit ADD COLUMN script TEXT NOT NULL DEFAULT '';
UPDATE unit SET script = 'latin' WHERE text_key IS NOT NULL;

-- Generations of the space: of the last change that left traces in files, and of the last time they were wiped.
ALTER TABLE space ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0;
ALTER TABLE space ADD COLUMN wiped INTEGER NOT NULL DEFAULT 0;

-- How folders looked when everything in them was known, so that the next time nothing of them has to be read.
CREATE TABLE stamp (
    space      TEXT NOT NULL,
    folders    TEXT NOT NULL,
    digest     TEXT NOT NULL,
    generation INTEGER NOT NULL,
    names      TEXT NOT NULL,
    PRIMARY KEY (space, folders)
) WITHOUT ROWID
