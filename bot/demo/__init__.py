"""A small invented team, so that the first minute shows everything without an account or a document."""
