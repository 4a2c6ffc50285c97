"""Letters of a symbol font and the signs that they show: ü in Wingdings is a tick."""

import re

NAMES = r"wingdings(?: [23])?|webdings|(?<!ui )symbol"
SYMBOL_FONT = re.compile(rf"\b(?:{NAMES})\b", re.IGNORECASE)
FONT = re.compile(r"(?:^|[;\s])(?P<symbols>mso-symbol-)?font-family\s*:(?P<name>[^;,]*)", re.IGNORECASE)


def signs(letters: str, shown: str) -> dict[int, str]:
    return dict(zip(map(ord, letters), shown, strict=True))


SYMBOL = signs("abcdefghijklmnopqrstuvwxyz", "αβχδεφγηιϕκλμνοπθρστυϖωξψζ")
SYMBOL |= signs("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ")
SYMBOL |= signs("-·°±³£´¸¹»¥¬\xad®¯«Öåò×ÇÈÎÏ¾¼", "−•°±≥≤×÷≠≈∞←↑→↓↔√∑∫·∩∪∈∉–…")
WINGDINGS = signs("lmnopqrstuvwxz", "●❍■□□❑❒⬧⧫◆❖⬥⌧⌘") | signs("()*EFGHJLN", "☎✆✉☜☞☝☟☺☹☠")
WINGDINGS |= signs("Ÿž¡¢£¤¥§¨ª«¬\xad®¯", "•·○○○◉◎▪□✦★✶✴✹✵") | signs("ØÜûüýþøù", "➢➲✗✓☒☑▪▫")
WINGDINGS |= signs("ßàáâãäåæçèéêëìíîïðñò", "←→↑↓↖↗↙↘←➔↑↓↖↗↙↘⇦⇨⇧⇩")
WINGDINGS |= {0x81 + n: chr(0x2460 + n) for n in range(10)} | {0x8C + n: chr(0x2776 + n) for n in range(10)}
SIGNS = {
    "symbol": SYMBOL,
    "wingdings": WINGDINGS,
    "wingdings 2": signs("OPQRST¢£", "✗✓☒☑☒☒■□"),
    "wingdings 3": signs("fghipqtu|}", "←→↑↓▲▼◀▶◀▶"),
    "webdings": signs("arcgn", "✓✗□■●"),
}


def font_of(style: str) -> str | None:
    """The symbol font that a style names, "" for any other font, None if it names none."""
    found = list(FONT.finditer(style)) if "family" in style.lower() else []
    if not found:
        return None
    name = max(found, key=lambda each: bool(each["symbols"]))["name"].strip(" \"'").lower()
    return name if name in SIGNS else ""


def shown(text: str, font: str) -> str:
    """The signs that letters show in a symbol font; Word also writes them at U+F000 and above."""
    table = SIGNS[font]
    return "".join(table.get(ord(c) & 0xFF if 0xF000 <= ord(c) <= 0xF0FF else ord(c), c) for c in text)
