-- A group's rules as one document; every version stays, the newest holds.
CREATE TABLE rulebooks (
    chat_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    document TEXT NOT NULL,
    set_by INTEGER NOT NULL,
    set_at INTEGER NOT NULL,
    language TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (chat_id, version)
);
INSERT INTO rulebooks (chat_id, version, document, set_by, set_at)
    SELECT chat_id, 1, CASE mode WHEN 'delete' THEN 'preset: standard' ELSE 'preset: watch' END, 0, 0
    FROM policies;
DROP TABLE policies;

-- What an act rests on, what of it was really done, and what is needed to take it back.
ALTER TABLE acts ADD COLUMN topic_id INTEGER;
ALTER TABLE acts ADD COLUMN state TEXT NOT NULL DEFAULT 'done';
ALTER TABLE acts ADD COLUMN score REAL NOT NULL DEFAULT 0;
ALTER TABLE acts ADD COLUMN findings TEXT NOT NULL DEFAULT '[]';
ALTER TABLE acts ADD COLUMN policy_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE acts ADD COLUMN until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE acts ADD COLUMN obstacle TEXT NOT NULL DEFAULT '';
ALTER TABLE acts ADD COLUMN by_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE acts ADD COLUMN label TEXT NOT NULL DEFAULT '';
ALTER TABLE acts ADD COLUMN labelled_by INTEGER;
ALTER TABLE acts ADD COLUMN appealed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE acts ADD COLUMN reposted TEXT NOT NULL DEFAULT '[]';
CREATE INDEX acts_by_person ON acts (chat_id, person_id, done_at);
CREATE INDEX acts_by_age ON acts (done_at);

-- Removed messages as they can be posted again, encrypted with a key that lies beside this file.
CREATE TABLE removed (
    act_id INTEGER NOT NULL,
    part INTEGER NOT NULL,
    body BLOB NOT NULL,
    kept_at INTEGER NOT NULL,
    PRIMARY KEY (act_id, part)
);

-- What a person might do before moderation touched them; gone when nothing of it stands any more.
CREATE TABLE baselines (
    chat_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    state TEXT NOT NULL,
    noted_at INTEGER NOT NULL,
    PRIMARY KEY (chat_id, person_id)
);

-- Every judged message with its findings, for replaying another policy. `text` goes as the policy says.
CREATE TABLE judged (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    update_id INTEGER NOT NULL,
    topic_id INTEGER,
    person_id INTEGER NOT NULL,
    person_name TEXT NOT NULL,
    text TEXT NOT NULL,
    media TEXT NOT NULL,
    findings TEXT NOT NULL,
    newcomer INTEGER NOT NULL,
    spared TEXT NOT NULL,
    judged_at INTEGER NOT NULL,
    text_until INTEGER NOT NULL,
    label TEXT NOT NULL DEFAULT '',
    labelled_by INTEGER,
    UNIQUE (chat_id, message_id, update_id)
);
CREATE INDEX judged_by_age ON judged (chat_id, judged_at);
CREATE INDEX judged_by_time ON judged (judged_at);

-- How long somebody has been in a group, how much they said, and whether an administrator trusts them.
CREATE TABLE members (
    chat_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    joined_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    messages INTEGER NOT NULL DEFAULT 0,
    days INTEGER NOT NULL DEFAULT 0,
    last_day INTEGER NOT NULL DEFAULT 0,
    trusted_by INTEGER,
    PRIMARY KEY (chat_id, person_id)
);
CREATE INDEX members_by_age ON members (seen_at);

-- Where the cards about an act stand, so that one decision is shown on all of them.
CREATE TABLE review_cards (
    act_id INTEGER NOT NULL,
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    posted_at INTEGER NOT NULL,
    PRIMARY KEY (act_id, chat_id, message_id)
);

-- Who decided what, and when.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    by_id INTEGER NOT NULL,
    what TEXT NOT NULL,
    about TEXT NOT NULL
);
CREATE INDEX audit_by_chat ON audit (chat_id, id);
CREATE INDEX audit_by_age ON audit (at);

-- What administrators were told once, such as a missing right, and what is due once.
CREATE TABLE told (
    chat_id INTEGER NOT NULL,
    what TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (chat_id, what)
);

-- Members' reports, and who asked to join and was asked a question.
CREATE TABLE reports (
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (chat_id, message_id, person_id)
);
CREATE INDEX reports_by_age ON reports (at);
CREATE TABLE applicants (
    chat_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    question TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    PRIMARY KEY (chat_id, person_id)
);
CREATE INDEX applicants_by_age ON applicants (asked_at);
