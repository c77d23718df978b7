-- How long a file plays, and the smaller copies that Telegram keeps of it, as JSON.
ALTER TABLE attachments ADD COLUMN seconds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attachments ADD COLUMN copies TEXT NOT NULL DEFAULT '';
