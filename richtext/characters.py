"""Characters: what is not text goes, what stands for something else becomes it."""

import re

from richtext.symbol_fonts import shown

# Invisible, or able to turn the reading order round and so to make a sentence say what it does not.
UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f\U0001fffe\U0001ffff]"
)
# Joiners are letters' business in Arabic and Indian scripts and in emoji; beside a Latin letter they only hide things.
STRAY_JOINER = re.compile("(?<![\u0600-\u1cff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]")
UNPARSABLE = re.compile("[\x00\ud800-\udfff]")
NOT_XML = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff\ud800-\udfff]|\x0c")

LINE_BREAKS = dict.fromkeys(map(ord, "\x85\u2028\u2029"), "\n") | {0x0B: "\n", 0x0C: " "}
# Windows' own characters, read as if they were Latin-1: the apostrophes and dashes of old documents.
WINDOWS = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x85, 0x8D, 0x8F, 0x90, 0x9D)
} | dict.fromkeys((0x81, 0x8D, 0x8F, 0x90, 0x9D), "")
# Symbol and Wingdings, as Word writes them: no other font has a glyph there, and a PDF must not lack one. Where the font is
# not named, each code is read in the font in which it is met in minutes: a bullet, a box, a tick, or a sign of arithmetic.
SYMBOLS = {
    0xF000 + code: shown(chr(0xF000 + code), font)
    for font, codes in (
        ("Wingdings", b"\xa7\xd8v\xfc\xfbo\xa8nlq\xe0\xe8\xde "),
        ("Symbol", b"\xb7\xb0\xb1\xb4\xb8\xa3\xb3-\xd7\xbe"),
    )
    for code in codes
}
PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
TRANSLATION = LINE_BREAKS | WINDOWS | SYMBOLS


def parsable(html: str) -> str:
    """Text that parsers take: one kind of newline, no NUL, no half of a surrogate pair."""
    return UNPARSABLE.sub("", html).replace("\r\n", "\n").replace("\r", "\n")


def readable(text: str) -> str:
    """Text from which every character can be read and printed. A line separator becomes a newline."""
    if text.isascii() and text.isprintable():
        return text
    text = UNWANTED.sub("", text.translate(TRANSLATION))
    return PRIVATE_USE.sub("\ufffd", STRAY_JOINER.sub("", text))
