-- What was judged, copied when it was judged: the trace itself is forgotten after thirty days.
ALTER TABLE feedback ADD COLUMN trace TEXT NOT NULL DEFAULT '{}';
CREATE INDEX feedback_by_age ON feedback (given_at);
