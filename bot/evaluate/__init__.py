"""Measure the bot against questions whose answers are known.

`retrieval.retrieval` is the entry: folders of labelled questions in, a `report.Report` out.
"""
