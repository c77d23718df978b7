-- What each call of a model cost, and what a call in flight may cost at most. `dollars` is set when it is over;
-- until then `reserved` counts, or, where a crash left it open, what is `certain`: the input.
CREATE TABLE spendings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    model TEXT NOT NULL,
    spent_at INTEGER NOT NULL,
    reserved REAL NOT NULL,
    certain REAL NOT NULL,
    dollars REAL,
    input_tokens INTEGER NOT NULL DEFAULT 0,
    output_tokens INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX spendings_by_age ON spendings (spent_at);
-- The month of the whole bot is added up before each call that costs anything: read from here alone.
CREATE INDEX spendings_paid ON spendings (spent_at, dollars, reserved, certain) WHERE reserved > 0;
CREATE INDEX spendings_by_person ON spendings (person_id, spent_at);
CREATE INDEX spendings_by_chat ON spendings (chat_id, spent_at);

-- Who was told that a budget is nearly used up, and for which day or month: once is enough.
CREATE TABLE warnings (
    budget TEXT NOT NULL,
    holder INTEGER NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (budget, holder, since)
);

-- What models said to the same question before; `key` is a hash of all that they were given and of who may read it.
CREATE TABLE kept_answers (
    key TEXT PRIMARY KEY,
    question TEXT NOT NULL,
    words TEXT NOT NULL,
    kept_at INTEGER NOT NULL
);
CREATE INDEX kept_answers_by_age ON kept_answers (kept_at);
CREATE INDEX kept_answers_by_question ON kept_answers (question);
