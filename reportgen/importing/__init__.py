"""Networks as other tools keep them, read and written out as architecture files."""
