"""A Word document → HTML elements as Word prints it, and what is said of the rest. Start reading at `body`."""

from minutes.importing.word.reading import read_word

__all__ = ["read_word"]
