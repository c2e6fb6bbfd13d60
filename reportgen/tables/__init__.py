"""A network's layers as a table: rows of words and numbers, and their ways out as text and Markdown."""
