"""Meetings made, called off, put off and adjourned."""
