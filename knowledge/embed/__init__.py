"""What turns texts and pictures into vectors, one file per model family."""
