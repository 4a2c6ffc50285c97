"""Building the agenda: typed, pasted, put in order."""
