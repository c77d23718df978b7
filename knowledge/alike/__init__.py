"""Finds the picture that a question shows among the learned ones, however it was cut, turned or photographed."""
