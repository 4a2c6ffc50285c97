"""Words that say that business is closed to the public, weighed: which lines are marks, and which only hold such a word.

English and Welsh. In doubt a line is a mark: a clerk who is asked in vain answers in a second.
"""

import re

LONGEST_HEADING, LONGEST_ASIDE = 15, 25  # words

# What is said about a part of a meeting. Alone, as a heading or as a label it is a mark.
PART_TWO = r"\b(?:part ?-?(?:2|ii|two|b)|rhan ?-?(?:2|ii|dau|b))\b"
WORDS = (
    r"\b(?:confidential|exempt|in[- ]camera|pink (?:papers?|pages?|sheets?)|below[- ]the[- ]line|restricted|"
    r"commercial(?:ly)? in confidence|official[- :]*sensitive|"
    r"(?:private|closed) (?:session|business|items?|minutes|meeting|part)|"
    r"(?:c|g|ch)yfrinachol|h?eithriedig|wedi(?:'i|'u| ei| eu) h?eithrio|papurau pinc|"
    r"(?:(?:o )?dan|islaw)(?: y|'r) llinell|(?:sesiwn|busnes|eitem(?:au)?) (?:b|p)?reifat|(?:sesiwn|yn) gaeedig)\b"
)
ANY_WORD = re.compile(WORDS)
MARK = re.compile(rf"{WORDS}|{PART_TWO}")
SHOUTED = re.compile(MARK.pattern, re.IGNORECASE)
PART_TWO_BEGINS = re.compile(rf"{PART_TWO}\s*(?:[-:(.]|of the (?:agenda|meeting|minutes)\b)")
BESIDE = re.compile(  # the words that may stand beside it on a line that says nothing else
    r"(?:strictly|private|press|public|closed|items?|business|session|minutes?|information|reports?|matters?|sections?|"
    r"appendix|appendices|annex|agenda|meeting|council|committee|discussions?|documents?|papers?|only|of|the|and|in|to|for|"
    r"be|considered|discussed|taken|held|begins?|starts?|with|excluded|from|not|publication|members|copy|draft|this|is|are|"
    r"was|following|eitemau?|busnes|sesiwn|cofnodion|gwybodaeth|adroddiad(?:au)?|materion|cyfarfod|y|yr|a|a'r|ac|o|mewn|yn|"
    r"iawn|wasg|cyhoedd|nid|i'w|gyhoeddi|preifat|[ivx]+|[a-z]?\d+[a-z]?)"
)
LEADING_ON = frozenset(
    "which during whilst while when may likely".split()
)  # "items during which the public may be excluded"
# What no reader takes for a mark.
NO_MARK = re.compile(
    r"exempt(?:ed)? from (?!publi|disclos|the public|press|inspection|access)|(?:vat|tax)[- ]exempt|"
    r"exempt (?:accommodation|charit|suppl)|camera (?:club|equipment|system)|"
    r"confidential (?:waste|shredding|helpline|hotline|advice line|counselling)|"
    r"(?:part|rhan) (?:2|ii|two|dau|b) (?:of|o)\b(?! the (?:agenda|meeting|minutes)| r?'?agenda)|"
    r"(?:plan|act|strategy|phase|order|regulations?|code|schedule|policy|study|deddf|cynllun)[ ,:(-]*"
    r"(?:part|rhan) (?:2|ii|two|dau|b)\b|below the line of|pink papers? (?:flowers?|hearts?|chains?)|"
    r"restricted (?:byways?|parking|access|areas?|zones?|covenants?|speed|funds?|reserves?|income|grants?)|h?eithrio rhag"
)
CLOSED_THINGS = (
    r"items?|business|minutes?|session|matters?|part|section|appendix|appendices|annex|discussions?|agenda|reports?|"
    r"papers?"
)
CLOSED_THINGS_IN_WELSH = r"gwybodaeth|eitem(?:au)?|busnes|adroddiad(?:au)?|atodiad|cofnodion|sesiwn"
SENTENCE = re.compile(
    rf"\b(?:confidential|exempt) (?:\w+ )?(?:{CLOSED_THINGS})\b|\bexempt information\b|"
    r"\b(?:exempt|confidential) (?:by virtue|under|pursuant)\b|"
    r"\bin(?:to)? (?:private|closed|confidential|exempt) session\b|\bin(?:to)?[- ]camera\b|\bon pink paper\b|"
    r"\b(?:is|was|are|were|be|as|remains?|deemed|marked|considered|discussed|held|taken|treated)"
    r" (?:as |strictly |to be |in |both )*(?:confidential|exempt|in private|below the line)\b|"
    rf"\b(?:{CLOSED_THINGS_IN_WELSH}) (?:(?:c|g|ch)?yfrinachol|h?eithriedig)\b|"
    r"\b(?:yn|fel|mewn) (?:(?:g|ch)yfrinachol|eithriedig|sesiwn breifat|sesiwn gaeedig)\b"
)
# What closes a meeting, wherever it is said.
PUBLIC_THINGS = (  # "the public footpath was excluded from the sale"
    r"(?:foot)?paths?|health|rights?|houses?|highways?|toilets?|conveniences?|holidays?|realm|transport|funds?|art|sector"
)
PEOPLE = rf"\b(?:press|public\b(?! (?:{PUBLIC_THINGS})))"
PEOPLE_IN_WELSH = r"\b(?:wasg|(?:c|g|ch|ngh)yhoedd)\b"
CLOSES = re.compile(
    rf"(?<!social )\bexclu(?:de|des|ded|ding|sion)\b(?: (?:of|the|all|any|both|members|from|meeting|to))* {PEOPLE}|"
    rf"{PEOPLE} excluded\b|{PEOPLE}[^.;]{{0,80}}?\b(?:be|is|are|was|were|been|being) (?:\w+ ){{0,2}}excluded\b|"
    r"\b(?:press and (?:the )?public|public and (?:the )?press) (?:then )?(?:left|withdrew)\b|"
    rf"{PEOPLE}[^.;]{{0,80}}?\b(?:asked|requested|required|invited) to (?:leave|withdraw)\b|"
    r"\b(?:meeting|session|items?|business|part)\b[^.;]{0,30}? closed to (?:the )?(?:press|public)\b|"
    r"\bnot (?:for|to be|intended for|available for) (?:general |public )*(?:publication|publish|release|disclosure)|"
    r"\b(?:schedule|sch\.?|atodlen) 12 ?a\b|\b(?:section|s\.?|adran) ?100 ?a ?\(|"
    rf"(?:wahardd|eithri(?:o|r|wyd)\b|\b(?:c|g|ch)au allan\b)[^.;]{{0,60}}?{PEOPLE_IN_WELSH}|"
    rf"{PEOPLE_IN_WELSH}[^.;]{{0,60}}?(?:wahardd|eithri(?:o|r|wyd)\b|\ballan o'r cyfarfod)|"
    r"\b(?:nid|ddim|na)(?: yw| ydynt| ydyw| yn)* (?:i'w|i gael ei|ar gyfer(?: ei)?) (?:g|ch|c)yhoeddi"
)
# And what denies it.
NO = r"\b(?:no|not|none|nor|nil|nothing|without|neither|never|non|n't|dim|nid|ni|doedd|unrhyw|heb)\b"
DENIED_BEFORE = re.compile(rf"{NO}[^.;:,]{{0,45}}$")
NOT_CLOSED_BEFORE = re.compile(
    r"\b(?:no need|not (?:be )?(?:necessary|required|needed|resolved|moved?)|unnecessary|(?:nid|doedd|ni)\b|"
    r"no (?:reason|resolution|motion|business|items?|papers?))\b[^.;:,]{0,40}$|"
    r"\b(?:nobody|no one|none|no members?)(?: from| of)?(?: the)? $"
)
NOT_EXCLUDED = re.compile(r"\bnot(?: be| been| to be)? excluded")
DENIED_AFTER = re.compile(
    r"[^.;:]{0,30}?[\s:–-]+(?:(?:none|nil|n/a|dim)(?=\W*$)|not (?:required|applicable|needed|necessary|used|moved)\b|"
    r"there (?:was|were) (?:none|no (?:items?|business|need))\b)"
)
NONE = re.compile(
    r"\W*(?:(?:none|nil|n/a|dim(?: un)?)\W*$|not (?:required|applicable|needed|necessary|used)|"
    r"there (?:was|were) (?:none|no (?:such |confidential |exempt |private |closed |further )*(?:items?|business|matters?|need))|"
    r"no (?:such |confidential |exempt )*(?:items?|business|matters?)|"
    r"(?:nid|doedd)(?: oedd)?(?: dim)? (?:unrhyw |eitemau|busnes|angen))"
)
DECIDED = re.compile(r"\b(?:resolved|agreed|moved|(?:was|were) excluded|penderfyn\w*)")
REOPENED = re.compile(
    rf"{PEOPLE}[^.;]{{0,40}}?\b(?:re-?admitted|returned|rejoined|invited back|allowed back)\b|"
    r"\bre-?admission of the (?:press|public)\b|"
    r"\b(?:returned|moved back|resumed|back) (?:to|in|into) (?:open|public) session\b|"
    r"^\W*(?:open|public) session(?: resumed)?\W*$|"
    r"\bend of (?:the )?(?:exempt|confidential|closed|private) (?:business|session|items)\b"
)
LETTERS_APART = re.compile(r"\b(?:[^\W\d_] ){4,}[^\W\d_]\b")  # C O N F I D E N T I A L
NUMBER = re.compile(r"^\W*(?:(?:agenda )?item )?(?:\d{1,3}[a-z]?|[a-z]|[ivx]{1,5})[.):]?\s+(?=\D)")


def is_mark(line: str, is_heading: bool = False, after: str = "") -> bool:
    """Whether the line says that business is closed; `after` is the line that follows it."""
    told = plain(line)
    if is_short(told) and NONE.match(plain(after)) and not DECIDED.search(told):
        return False
    if closes(told):
        return True
    may_be = MARK.search(told) or SENTENCE.search(told)  # most lines hold no such word, and are weighed no further
    return bool(may_be) and weighs(line, without_no_marks(told), is_short(told) and (is_heading or line.isupper()))


def is_mark_aside(text: str, is_name: bool = False) -> bool:
    """The same of a header, a property or a file's name: they are short, and say "exempt" for no other reason."""
    told = plain(text, is_name)
    is_short_aside = len(told.split()) <= LONGEST_ASIDE
    return is_mark(text) or closes(told) or (is_short_aside and said(MARK, without_no_marks(told)))


def reopens(line: str) -> bool:
    """Whether the line says that the public are let in again."""
    return bool(REOPENED.search(plain(line)))


def says_only_that(line: str) -> bool:
    """Whether nothing else stands on the line: "Part 2 – exempt items", but not "Part 2: lease of the quay"."""
    rest = MARK.sub(" ", CLOSES.sub(" ", NUMBER.sub("", plain(line))))
    return all(BESIDE.fullmatch(word) or word in LEADING_ON for word in re.findall(r"[\w']+", rest))


def closes(told: str) -> bool:
    """Whether it says in so many words that the public go, or may not read it."""
    return any(
        not NOT_CLOSED_BEFORE.search(told[: found.start()])
        and not NOT_EXCLUDED.search(found[0])
        and not DENIED_AFTER.match(told, found.end())
        for found in CLOSES.finditer(told)
    )


def weighs(line: str, told: str, is_heading: bool) -> bool:
    """Whether a word that may mean closed business means it: by what stands beside it, or by how it is written."""
    if not said(MARK, told) and not said(SENTENCE, told):
        return False
    shouted = not line.isupper() and any(found[0].isupper() for found in SHOUTED.finditer(line))
    return said(SENTENCE, told) or is_alone(told) or is_label(told) or shouted or (is_heading and said(ANY_WORD, told))


def said(pattern: re.Pattern[str], told: str) -> bool:
    """Whether it is said and not denied: "no confidential business", "exempt items: none"."""
    return any(
        not DENIED_BEFORE.search(told[: found.start()]) and not DENIED_AFTER.match(told, found.end())
        for found in pattern.finditer(told)
    )


def is_alone(told: str) -> bool:
    """Whether nothing else stands on the line: "CONFIDENTIAL ITEMS", "Part 2 – exempt business", "Part II: Finance"."""
    told = NUMBER.sub("", told)
    if PART_TWO_BEGINS.match(told) and is_short(told):
        return said(MARK, told)
    return said(MARK, told) and all(map(BESIDE.fullmatch, re.findall(r"[\w']+", MARK.sub(" ", told))))


def is_label(told: str) -> bool:
    """Whether it is set apart on its line: "Confidential: lease", "Lease – exempt", "Lease (Part 2)"."""
    pieces = re.split(r": | -+ ", NUMBER.sub("", told))
    apart = [pieces[0], pieces[-1]] * (len(pieces) > 1) + re.findall(r"[(\[]([^()\[\]]{1,60})[)\]]", told)
    return any(len(piece.split()) <= 6 and is_alone(piece) for piece in apart)


def is_short(told: str) -> bool:
    return len(told.split()) <= LONGEST_HEADING


def without_no_marks(told: str) -> str:
    return NO_MARK.sub(" … ", told)


def plain(text: str, is_name: bool = False) -> str:
    """The words in small letters, with ordinary spaces, dashes and quotation marks."""
    text = re.sub(r"[_+.-]|(?<=[a-z])(?=[A-Z0-9])", " ", text) if is_name else text
    text = re.sub(r"[‘’ʼ`]", "'", re.sub(r"[‐-―−]", "-", text.replace("\xad", "")))
    text = LETTERS_APART.sub(lambda found: found[0].replace(" ", ""), re.sub(r"\s+", " ", text))
    return re.sub(r"^[\s#>*_=~-]+|[\s*_=~-]+$", "", text).lower()
