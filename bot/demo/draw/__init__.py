"""Draw the pictures and the report of the demo team's handbook, the same pixels each time.

`python -m bot.demo.draw` writes them beside the pages. Nothing of it is needed to run the bot: the
results are part of the package.
"""
