"""Films and recordings taken apart: their tracks, their sound, their key frames."""
