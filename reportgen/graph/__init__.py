"""Architecture to flat graph."""
