-- Groups that became supergroups. An answer that was in work meanwhile still carries the old id.
CREATE TABLE moves (
    old_id INTEGER PRIMARY KEY,
    new_id INTEGER NOT NULL
);
