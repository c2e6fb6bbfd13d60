"""What the owner of a network should know, with what to do about it."""
