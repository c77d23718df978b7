"""Question + Evidence -> words: ask a language model, or quote, and hold it to its evidence."""
