"""The Minutes tab: what came of each item."""
