"""What a change does to the networks: two revisions, or a few networks, compared value by value."""
