"""LLaVA in this process: weights on disk -> words, over `transformers`."""
