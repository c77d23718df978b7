"""What other libraries do with the same folder; run by the Python of an environment that has them."""
