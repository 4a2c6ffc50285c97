"""An OpenDocument text (LibreOffice, Collabora, Google Docs) → its blocks. Start reading at `body`."""

from minutes.importing.opendocument.reading import read_opendocument

__all__ = ["read_opendocument"]
