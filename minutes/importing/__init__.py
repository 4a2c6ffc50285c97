"""Reading a clerk's files into the working record: `files` and `reading` open them, `splitting` finds the items, `closing`
asks about what the file calls closed, `placing` stores them, with what `outcomes` guesses of a decision. Where an item
begins is weighed: `marks` reads numbers, `candidates` says what could be a heading, `weighing` finds the reading of all of
them that fits best, `headings` chooses among the ways to divide a file, `subitems` looks below each item. Nothing
here decides for the clerk in silence: what is dropped or could not be placed is said, word for word.

Formats: `word/`, `opendocument/`, `pages` (HTML; `layout` takes apart what a table lays out), `markdown`, and text, which
`blocks` reads. The first two are archives of XML (`archive`) and hand on what `composing` makes; `footnotes` puts notes where
they belong.
"""
