"""Why a file is not imported."""


class CannotImport(Exception):
    """A sentence for the clerk: what is wrong, and what to do. The caller names the file."""
