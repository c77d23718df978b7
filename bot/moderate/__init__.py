"""Verdict + group policy -> Action: act on what was judged, so that it can be undone."""
