-- Whether administrators cleared the very same words is asked of every message that would be removed.
CREATE INDEX judged_by_label ON judged (chat_id, label);
