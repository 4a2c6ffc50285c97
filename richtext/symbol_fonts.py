"""The symbol fonts of Word: ü in Wingdings is a tick. Elsewhere their text is only letters."""

import re

NAMES = r"wingdings(?: [23])?|webdings|(?<!ui )symbol"
SYMBOL_FONT = re.compile(rf"\b(?:{NAMES})\b", re.IGNORECASE)
FONT = re.compile(r"(?:^|[;\s])(?P<symbols>mso-symbol-)?font-family\s*:(?P<name>[^;,]*)", re.IGNORECASE)
# What each font shows at 0x20 to 0xFF; ticks, crosses and boxes as the letters that every font of text has.
SHOWN: dict[str, str | dict[int, str]] = {
    "symbol": (
        " !∀#∃%&∍()*+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩ"
        "ΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}~�����������������"
        "����������������€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐–↵ℵℑℜ℘⊗⊕∅∩"
        "∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√·¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪�〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭�"
    ),
    "wingdings": (
        " 🖉✂✁👓🕭🕮🕯🕿✆🖂🖃📪📫📬📭🗀🗁🗎🗏🗐🗄⌛🖮🖰🖲🖳🖴🖫🖬✇✍🖎✌🖏👍👎☜☞☝☟🖐☺😐☹💣🕱🏳🏱✈☼🌢❄🕆✞🕈"
        "✠✡☪☯🕉☸♈♉♊♋♌♍♎♏♐♑♒♓&&●○■□□❑❒◆◆◆❖⬩☒⮹⌘❀🏶🙶🙷▯🄋➀➁➂➃➄➅➆➇➈➉🄌➊➋➌➍"
        "➎➏➐➑➒➓🙢🙠🙡🙣🙞🙜🙝🙟·•⬝○🞆🞈◉🞋🔿▪☐🟁🟅★🟋🟏🟓🟑⯐⌖⯎⯏⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛⮰⮱⮲⮳⮴"
        "⮵⮶⮷🙪🙫🙕🙔🙗🙖🙐🙑🙒🙓⌫⌦⮘➢⮙⮛⮈➲⮉⇒←→↑↓🡬🡭🡯🡮🡸➔🡹🡻🡼↘🡿🡾⇦⇨⇧⇩⬄⇳⬁⬀⬃⬂🢬🢭✗✓☒☑⊞"
    ),
    "wingdings 2": (
        " 🖊🖋🖌🖍✄✀🕾🕽🗅☐🗇🗈🗉🗊🗋☐🗍📋🗑🗔🖵🖶🖷🖸🖭🖯🖱🖒🖓🖘🖙🖚🖛👈👉🖜🖝🖞🖟🖠🖡👆👇🖢🖣🖑✗✓☒☑☒☒⊗⊗🛇"
        "⦸🙱🙴🙲🙳‽🙹🙺🙻🙦🙤🙥🙧🙚🙘🙙🙛⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿�☉🌕☽☾⸿✝🕇🕜🕝🕞🕟🕠🕡🕢🕣🕤"
        "🕥🕦🕧🙨🙩⋅🞄●●○○🞇🞉⊙⦿🞌■□■☐🞑🞒🞓🞔▣🞕🞖🞗🞘⬩⬥◇🞚◈🞛🞜🞝🞞⬪⬧◊🞠◖◗⯊⯋⯀⯁⬟⯂⬣⬢⯃⯄🞡🞢"
        "🞣🞤🞥🞦🞧🞨🞩🞪🞫🞬🞭🞮🞯🞰🞱🞲🞳🞴🞵🞶🞷🞸🞹🞺🞻🞼🞽🞾🞿🟀🟂🟄🟆🟉🟊✶🟌🟎🟐🟒✹🟃🟇✯🟍🟔⯌⯍※⁂������"
    ),
    "webdings": {0x61: "✔", 0x63: "☐", 0x67: "■", 0x72: "✗", 0x33: "◀", 0x34: "▶", 0x35: "▲", 0x36: "▼", 0x6E: "●"},
    "wingdings 3": {0x21: "←", 0x22: "→", 0x23: "↑", 0x24: "↓", 0x70: "▲", 0x71: "▼", 0x74: "◀", 0x75: "▶", 0x7D: "▶"},
}
UNKNOWN = "\ufffd"


def font_of(style: str) -> str | None:
    """The symbol font that a style names, "" for any other font, None if it names none."""
    found = list(FONT.finditer(style)) if "family" in style.lower() else []
    if not found:
        return None
    name = max(found, key=lambda each: bool(each["symbols"]))["name"].strip(" \"'").lower()
    return name if name in SHOWN else ""


def shown(text: str, font: str) -> str:
    """The text as a run in this font shows it; U+FFFD for a sign that is not known. Other fonts leave it as it is."""
    table = SHOWN.get(font.lower().strip()) if font else None
    return "".join(_sign(character, table) for character in text) if table else text


def symbol(code: str, font: str) -> str:
    """What w:sym shows: a code in hexadecimal figures, with or without the private F000 before it."""
    number = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,5}", code) else 0
    if font.lower().strip() in SHOWN:
        return shown(chr(number), font)
    return chr(number) if 0x20 <= number < 0xD800 or number > 0xF8FF else UNKNOWN


def _sign(character: str, table: str | dict[int, str]) -> str:
    if character == "\xa0":  # a gap, in any font; the sign at that place is written U+F0A0
        return character
    place = _code(character)
    if not 0x20 < place <= 0xFF:
        return " " if place == 0x20 else character
    return table.get(place, UNKNOWN) if isinstance(table, dict) else table[place - 0x20]


def _code(character: str) -> int:
    """The font's own code: Word hides it in the private F000–F0FF, or takes it for a letter of Windows-1252."""
    code = ord(character)
    if 0xF020 <= code <= 0xF0FF:
        return code - 0xF000
    byte = character.encode("cp1252", "ignore")
    return byte[0] if byte else code
