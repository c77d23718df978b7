"""Hold a model's words about a picture to what can be read and measured in it; one file a kind of claim.

Each takes the prompt and the model's answer and returns the answer with what is unsure marked, never hidden.
"""
