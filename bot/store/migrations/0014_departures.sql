-- What leaves for a message before it is answered: the checks it was given to, and its sound.
ALTER TABLE sent ADD COLUMN message_id INTEGER;
ALTER TABLE sent ADD COLUMN recordings INTEGER NOT NULL DEFAULT 0;
CREATE INDEX sent_by_message ON sent (chat_id, message_id) WHERE message_id IS NOT NULL;
