"""Text to a checked description."""
