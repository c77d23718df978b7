"""Question -> Verdict: judge what was written, linked and photographed; never act."""
