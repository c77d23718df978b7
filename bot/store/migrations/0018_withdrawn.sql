-- Each decision withdraws the buttons of all cards about its act, and a spell in a raid counts on with new ones.
CREATE INDEX buttons_by_payload ON buttons (chat_id, payload);
-- Every hour words whose time is over are looked for among all that was judged in a month.
CREATE INDEX judged_by_words ON judged (text_until) WHERE text_until > 0;
