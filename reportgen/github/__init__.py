"""What is said to GitHub: one comment on a pull request, kept up to date."""
