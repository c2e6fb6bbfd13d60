"""Reports as words: everything a page says, before a template places it."""
