"""Characters: what is not text goes, what stands for something else becomes it."""

import re

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
# Symbol and Wingdings, as Word writes them: no other font has a glyph there, and a PDF must not lack one.
SYMBOLS = {
    0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF076: "❖", 0xF0FC: "✓", 0xF0FB: "✗", 0xF06F: "□", 0xF0A8: "□",
    0xF06E: "■", 0xF06C: "●", 0xF071: "❑", 0xF0E0: "→", 0xF0E8: "➔", 0xF0DE: "⇒", 0xF0B0: "°", 0xF0B1: "±",
    0xF0B4: "×", 0xF0B8: "÷", 0xF0A3: "≤", 0xF0B3: "≥", 0xF02D: "−", 0xF0D7: "·", 0xF0BE: "–", 0xF020: " ",
}  # fmt: skip
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
