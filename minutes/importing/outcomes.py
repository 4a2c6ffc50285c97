"""What came of a decision, guessed from its words, where they say it of the whole."""

import re

# The first that fits, from the rarest to the commonest; what only was noted is asked last.
KINDS = (
    ("withdrawn", re.compile(r"\bwithdrawn?\b", re.I)),
    ("deferred", re.compile(r"\bdefer(?:red)?\b", re.I)),
    ("refused", re.compile(r"\b(?:refuse[ds]?|reject(?:ed)?|not (?:be )?(?:approved|agreed))\b", re.I)),
    ("referred", re.compile(r"\b(?:be|was|were|is|are|to|and) refer(?:red)?\b|^\W*referred\b", re.I)),
    (
        "recommended",
        re.compile(
            r"^\W*(?:it was )?recommended\b|\brecommended (?:to|that) (?:the )?(?:full )?(?:council|cabinet|executive|board)\b",
            re.I,
        ),
    ),
    ("delegated", re.compile(r"\bdelegated? (?:authority|powers?)\b|\bbe delegated\b", re.I)),
    (
        "agreed",
        re.compile(r"\b(?:agreed?|approved?|adopted|authorised|confirmed|appointed|endorsed|granted|accepted)\b", re.I),
    ),
    ("noted", re.compile(r"\b(?:noted|(?:to|and) note)\b", re.I)),
)
NEAR = 60  # letters
AGAINST = {"withdrawn", "deferred", "refused"}  # what can't be true of a whole of which another part was agreed
# "It was agreed to …" only opens what was decided.
OPENING = re.compile(r"\b(?:resolved|agreed|decided)(?: unanimously)?(?:,? (?:that|to)\b|\s*:)", re.I)
RECOMMENDED = re.compile(r"\W*(?:it was )?recommended\b", re.I)
NEGATED = re.compile(r"\bnot (?:to |be |been )?\W*$", re.I)
LOST = re.compile(r"\b(?:motion|amendment|proposal)\b[^.;]{0,200}?\b(?:lost|defeated|fell|not carried)\b", re.I)
ASIDE = re.compile(
    r"\b(?:until|unless|once|when|if|because|pending|provided|subject to|which|who|whose|being)\b[^,;.]*", re.I
)  # "until the plan is approved"
RESOLVED = re.compile(r"\W*(?:(?:it was|and|the \w+) )?(?:unanimously )?(?:resolved|agreed|that)\b", re.I)
# An outcome, and no word beside one: "be approved", but not "the approved plan" or "until approved".
STANDS = re.compile(
    r"(?:^|[:;.,()\]–—-]|\b(?:be|been|being|is|are|was|were|to|and|or|that|not|unanimously|deemed|\d|"
    r"members|councillors|committee|council|cabinet|board|panel|they|it))\W*$",
    re.I,
)
NO_OUTCOME_BEHIND = re.compile(
    r"\b(?:the|an?|any|all|its|their|until|as|when|if|once|unless|previously|already|newly)\W*$", re.I
)
ENDS = re.compile(r"\s*(?:$|[.;:,)]|(?:and|or|to|until|for|with|on|subject)\b)", re.I)  # "and the lease deferred"
PIECE = re.compile(r"(?:^|(?<=[\s;:,.]))[(\[]?(?:[a-h]|[ivx]{1,4}|\d{1,2})[.)\]](?=\s|$)|;\s|\band that\b", re.I)
SENTENCE = re.compile(r"(?<=[.])\s+(?=[A-Z“(])")


def kind_of(text: str) -> str:
    """A guess at Decision.Kind from the words; "" where they give no sign, or their parts contradict each other."""
    if RECOMMENDED.match(text):
        return "recommended"
    is_resolution = bool(RESOLVED.match(text) or OPENING.search(text))
    found = [kinds for part in PIECE.split(OPENING.sub(" ", text)) for kinds in _of_part(part, is_resolution)]
    kinds = set().union(*found)
    if LOST.search(text) or (len(kinds) > 1 and kinds & (AGAINST | {""})):
        return ""
    return kinds.pop() if len(kinds) == 1 else "agreed" if kinds or is_resolution else ""


def _of_part(part: str, is_resolution: bool) -> list[set[str]]:
    """The outcomes of each sentence of a part that has one. What is resolved in other words is agreed."""
    found = [kinds for sentence in SENTENCE.split(part) if (kinds := _of_sentence(sentence.strip()))]
    is_short = len(part.split()) < 3 or part.rstrip().endswith(":")
    return found or ([{"agreed"}] if is_resolution and not is_short else [])


def _of_sentence(text: str) -> set[str]:
    """The kinds that a sentence says; "" for one that it denies."""
    text = ASIDE.sub("", text)
    found = [(kind, match) for kind, pattern in KINDS for match in pattern.finditer(text)]
    if any(NEGATED.search(_before(text, match)) for kind, match in found if kind != "agreed"):
        return {""}
    return {kind for kind, match in found if kind not in AGAINST | {"agreed"} or _stands(text, match)}


def _stands(text: str, found: re.Match[str]) -> bool:
    before = _before(text, found)
    if NEGATED.search(before):
        return False  # "not approved", which is refused
    return bool(STANDS.search(before) or (ENDS.match(text, found.end()) and not NO_OUTCOME_BEHIND.search(before)))


def _before(text: str, found: re.Match[str]) -> str:
    """The words just before, which are enough: a long text must take no time."""
    begin = max(0, found.start() - NEAR)
    return ("… " if begin else "") + text[begin : found.start()]
