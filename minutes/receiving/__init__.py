"""Files that are sent in: looked through to their last part, refused with what to do, or freed
of what nobody meant to publish."""
