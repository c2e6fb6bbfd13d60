"""What was made before, by what it was made of: reports, charts and pages that need not be made again."""
