"""Stories through the sandbox: a person writes, the bot answers, over real HTTP."""
