"""Speed as a ratio against a peer or a limit, measured in one run; run by hand, never as a test."""
