"""Papers: received, placed, wanted."""
