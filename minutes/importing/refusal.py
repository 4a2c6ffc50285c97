"""Why a file is not imported."""


class CannotImport(Exception):
    """A sentence for the clerk: what is wrong, and what to do. The caller names the file."""


class NotPublished(CannotImport):
    """The file could be imported, but the clerk must say something, or look at it, before the public reads it."""
