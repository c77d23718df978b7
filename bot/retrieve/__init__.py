"""Question -> Evidence: find what the asker's documents say, and only theirs."""
