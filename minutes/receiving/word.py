"""What is particular to Word files: comments, tracked changes, hidden text, fields that fetch (ECMA-376 part 1 §17)."""

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError

from minutes.receiving.archives import cut
from minutes.receiving.looked import named, several

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FETCHES = re.compile(r"^\s*(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE)\b", re.I)
FIELD = (
    "This file has a field that fetches something from elsewhere ({field}). Turn the field into "
    "text (Ctrl+Shift+F9), and try again."
)
COMMENTS = ("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef")
COMMENT_KINDS = ("comments", "commentsExtended", "commentsIds", "commentsExtensible", "people")
FORMER_LOOKS = (
    "rPrChange pPrChange sectPrChange tblPrChange tblPrExChange tblGridChange tcPrChange trPrChange numberingChange "
    "cellMerge moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd customXmlInsRangeStart "
    "customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd customXmlMoveFromRangeStart "
    "customXmlMoveFromRangeEnd customXmlMoveToRangeStart customXmlMoveToRangeEnd"
).split()
INSERTED, DELETED = ("ins", "moveTo"), ("del", "moveFrom")
FALSE = ("0", "false", "off", "none")
STORIES = ("officeDocument", "header", "footer", "footnotes", "endnotes", "glossaryDocument")


def look(package) -> Iterator[str]:
    """Takes out what is found; Word's tracked changes are accepted, as they are shown."""
    stories = package.of_kind(*STORIES)
    for name in stories:
        _check_fields(package.parts.tree(name))
    comments, writers = _comments(package)
    changes, changers, hidden = 0, [], 0
    hiding = _hiding_styles(package)
    for name in stories:
        tree = package.parts.tree(name)
        marks = _cut_all(tree, COMMENTS)
        people = [each.get(f"{W}author") for each in _changes(tree) if each.get(f"{W}author")]
        here = _accept(tree)
        gone = _cut_hidden(tree, hiding)
        changes, changers, hidden = changes + here, changers + people, hidden + gone
        if marks or here or gone:
            package.parts.changed(name)
    _forget_sessions(package)
    if comments:
        yield named(several(comments, "comment"), writers)
    if changes:
        yield named(
            f"{several(changes, 'tracked change')}, which {'was' if changes == 1 else 'were'} accepted", changers
        )
    if hidden:
        yield f"hidden text in {several(hidden, 'place')}"


def _cut_all(tree, names) -> int:
    gone = [each for name in names for each in tree.iter(f"{W}{name}")]
    for each in gone:
        cut(each)
    return len(gone)


def _check_fields(tree) -> None:
    """A field's code may be written in several runs: it is read from where the field begins."""
    code: list[str] = []
    for each in tree.iter(f"{W}fldChar", f"{W}instrText", f"{W}fldSimple"):
        if each.tag == f"{W}instrText":
            code.append(each.text or "")
        elif each.tag == f"{W}fldSimple":
            _check_code(each.get(f"{W}instr", ""))
        else:
            _check_code("".join(code))
            code = []
    _check_code("".join(code))


def _check_code(code: str) -> None:
    if found := FETCHES.match(code):
        raise ValidationError(FIELD.format(field=found[1].upper()))


def _comments(package) -> tuple[int, list[str]]:
    count, people = 0, []
    for name in package.of_kind("comments"):
        found = list(package.parts.tree(name).iter(f"{W}comment"))
        count, people = count + len(found), people + [each.get(f"{W}author", "") for each in found]
    package.drop_kinds(*COMMENT_KINDS)
    return count, people


def _changes(tree) -> Iterator:
    names = [*INSERTED, *DELETED, *[name for name in FORMER_LOOKS if name.endswith("Change")], "cellIns", "cellDel"]
    return tree.iter(*[f"{W}{name}" for name in names])


def _accept(tree) -> int:
    """What was inserted stays, what was deleted goes, as Word does when all changes are
    accepted. How many there were."""
    count = sum(1 for _ in _changes(tree))
    _cut_all(tree, FORMER_LOOKS)
    _accept_rows(tree)
    _accept_paragraph_marks(tree)
    for each in [e for name in DELETED for e in tree.iter(f"{W}{name}")]:
        cut(each)
    for each in [e for name in INSERTED for e in tree.iter(f"{W}{name}")]:
        _unwrap(each)
    _cut_all(tree, ("cellIns", "cellDel"))
    return count


def _accept_rows(tree) -> None:
    for row in list(tree.iter(f"{W}tr")):
        if row.find(f"{W}trPr/{W}del") is not None:
            cut(row)
    for cell in list(tree.iter(f"{W}tc")):
        if cell.find(f"{W}tcPr/{W}cellDel") is not None:
            cut(cell)


def _accept_paragraph_marks(tree) -> None:
    """A paragraph whose end was deleted runs on into the next one; one of which nothing stays goes."""
    for paragraph in reversed(list(tree.iter(f"{W}p"))):
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        ended = mark is not None and any(mark.find(f"{W}{name}") is not None for name in DELETED)
        following = paragraph.getnext()
        if not ended or following is None or following.tag != f"{W}p":
            continue
        at = 1 if len(following) and following[0].tag == f"{W}pPr" else 0
        stays = [each for each in paragraph if each.tag != f"{W}pPr"]
        for offset, each in enumerate(stays):
            following.insert(at + offset, each)
        cut(paragraph)


def _unwrap(element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    for offset, inner in enumerate(list(element)):
        parent.insert(at + offset, inner)
    cut(element)


def _is_on(element) -> bool:
    return element is not None and element.get(f"{W}val", "1").lower() not in FALSE


def _hiding_styles(package) -> set[str]:
    """The styles whose text is hidden, those that are based on them among them."""
    based, hiding = {}, set()
    for name in package.of_kind("styles"):
        for style in package.parts.tree(name).iter(f"{W}style"):
            own, base = style.find(f"{W}rPr/{W}vanish"), style.find(f"{W}basedOn")
            identity = style.get(f"{W}styleId", "")
            if _is_on(own):
                hiding.add(identity)
            elif own is None and base is not None:
                based[identity] = base.get(f"{W}val", "")
    for _ in based:  # each turn reaches one style further
        more = {name for name, base in based.items() if base in hiding} - hiding
        if not more:
            break
        hiding |= more
    return hiding


def _cut_hidden(tree, hiding: set[str]) -> int:
    hidden = [run for run in tree.iter(f"{W}r") if _is_hidden(run, hiding)]
    for run in hidden:
        cut(run)
    return len(hidden)


def _is_hidden(run, hiding: set[str]) -> bool:
    own = run.find(f"{W}rPr/{W}vanish")
    if own is not None:
        return _is_on(own)
    style = run.find(f"{W}rPr/{W}rStyle")
    if style is not None and style.get(f"{W}val") in hiding:
        return True
    paragraph = next(run.iterancestors(f"{W}p"), None)
    of_paragraph = paragraph.find(f"{W}pPr/{W}pStyle") if paragraph is not None else None
    return of_paragraph is not None and of_paragraph.get(f"{W}val") in hiding


def _forget_sessions(package) -> None:
    """The settings that say that changes are tracked, and in which sittings it was written."""
    for name in package.of_kind("settings"):
        if _cut_all(package.parts.tree(name), ("trackRevisions", "rsids", "docVars")):
            package.parts.changed(name)
