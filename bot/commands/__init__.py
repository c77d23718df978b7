"""What each slash command does, and what each button does when it is pressed.

A command turns one `Incoming` into a `Response`; the pipeline hands that to `reply`.
"""
