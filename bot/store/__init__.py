"""Everything that outlives a restart, in one SQLite file: one small class per family of tables."""
