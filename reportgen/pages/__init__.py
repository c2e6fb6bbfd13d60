"""Reports as Markdown pages."""
