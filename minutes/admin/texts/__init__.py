"""One text: written, kept while it is typed, merged, and its history."""
