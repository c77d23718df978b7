-- Where a page stands on the web, as it says itself. What was learned before is read again the next time for it.
ALTER TABLE document ADD COLUMN address TEXT NOT NULL DEFAULT '';
UPDATE document SET inputs = '' WHERE media_type IN ('text/markdown', 'text/html');
DELETE FROM stamp;
