-- In a raid every removal asks whether these very messages were acted upon before.
CREATE INDEX acts_by_messages ON acts (chat_id, message_ids);
