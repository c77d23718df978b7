"""What moderation tells people, and what they decide: cards, buttons, receipts, replays, drills.

Speaks through `bot.reply` and acts through `bot.moderate`; the stages know nothing of it.
"""
