"""Pages as a site."""
