"""A LLaVA small enough to be trained here and stored: it names a drawn shape, or both of two.

It stands for the real ones in tests, so that an answer can be wrong about its picture.
"""
