"""Everything that a person reads: words, layout, pace, and delivery that survives a crash."""
