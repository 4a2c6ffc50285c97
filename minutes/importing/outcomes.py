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
AGAINST = {"withdrawn", "deferred", "refused"}  # what can't be true of a whole of which another part was agreed
# "It was agreed to …" only opens what was decided.
OPENING = re.compile(r"\b(?:resolved|agreed|decided)(?: unanimously)?(?:,? (?:that|to)\b|\s*:)", re.I)
RECOMMENDED = re.compile(r"\W*(?:it was )?recommended\b", re.I)
RESOLVED = re.compile(r"\W*(?:(?:it was|and|the \w+) )?(?:unanimously )?(?:resolved|agreed|that)\b", re.I)
# An outcome, and no word beside one: "be approved", but not "the approved plan" or "until approved".
STANDS = re.compile(
    r"(?:^|[:;.,()\]–—-]|\b(?:be|been|being|is|are|was|were|to|and|or|that|not|unanimously|members|committee|council|\d|deemed))"
    r"\W*$",
    re.I,
)
NO_OUTCOME_BEHIND = re.compile(
    r"\b(?:the|an?|any|all|its|their|until|as|when|if|once|unless|previously|already|newly)\W*$", re.I
)
ENDS = re.compile(r"\s*(?:$|[.;:,)]|(?:and|or|to|until|for|with|subject)\b)", re.I)  # "and the lease deferred"
PIECE = re.compile(r"(?:^|(?<=[\s;:,.]))[(\[]?(?:[a-h]|[ivx]{1,4}|\d{1,2})[.)\]](?=\s|$)|;\s|\band that\b", re.I)
SENTENCE = re.compile(r"(?<=[.])\s+(?=[A-Z“(])")


def kind_of(text: str) -> str:
    """A guess at Decision.Kind from the words; "agreed" where they give no sign, "" where their parts contradict each other."""
    if RECOMMENDED.match(text):
        return "recommended"
    found = [
        kinds for part in PIECE.split(OPENING.sub(" ", text)) for kinds in _of_part(part, bool(RESOLVED.match(text)))
    ]
    kinds = set().union(*found)
    if len(kinds) < 2:
        return kinds.pop() if kinds else "agreed"
    return "" if kinds & AGAINST else "agreed"


def _of_part(part: str, is_resolution: bool) -> list[set[str]]:
    """The outcomes of each sentence of a part that has one. What is resolved in other words is agreed."""
    found = [kinds for sentence in SENTENCE.split(part) if (kinds := _of_sentence(sentence.strip()))]
    is_short = len(part.split()) < 3 or part.rstrip().endswith(":")
    return found or ([{"agreed"}] if is_resolution and not is_short else [])


def _of_sentence(text: str) -> set[str]:
    fitting = [kind for kind, pattern in KINDS if pattern.search(text)]
    standing = {kind for kind, pattern in KINDS if any(_stands(text, found) for found in pattern.finditer(text))}
    return standing or set(fitting[:1])


def _stands(text: str, found: re.Match[str]) -> bool:
    before = text[: found.start()]
    return bool(STANDS.search(before) or (ENDS.match(text, found.end()) and not NO_OUTCOME_BEHIND.search(before)))
