"""A check of architecture files, and the ways to write it down: for people, for machines, for code hosts."""
