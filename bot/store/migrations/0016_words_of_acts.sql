-- The words of an act go when those of the judged message go; without one, after the thirty days of every preset.
ALTER TABLE acts ADD COLUMN text_until INTEGER NOT NULL DEFAULT 0;
UPDATE acts SET text_until = max(1, coalesce(
    (SELECT max(text_until) FROM judged
        WHERE judged.chat_id = acts.chat_id
        AND judged.message_id = json_extract(acts.message_ids, '$[0]')),
    done_at + 2592000));
CREATE INDEX acts_by_words ON acts (text_until);
