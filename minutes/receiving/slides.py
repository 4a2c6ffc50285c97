"""What is particular to PowerPoint files: notes for the speaker, comments, hidden slides (ECMA-376 part 1 §19)."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError

from minutes.receiving.looked import several

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
HIDDEN = "This presentation has a hidden slide. Delete it, or show it if the public may read it, and try again."
ACTION = "This presentation starts a program or a macro by a click ({action}). Remove that, and try again."
COMMENT_KINDS = ("comments", "commentAuthors", "authors")


def look(package) -> Iterator[str]:
    notes, comments = 0, 0
    for name in package.of_kind("slide", "slideLayout", "slideMaster"):
        tree = package.parts.tree(name)
        if tree.get("show") in ("0", "false"):
            raise ValidationError(HIDDEN)
        _check_actions(tree)
        notes += package.drop_kinds("notesSlide", of=package.of(name))
        comments += package.drop_kinds("comments", of=package.of(name))
    package.drop_kinds(*COMMENT_KINDS)
    if notes:
        yield f"the speaker’s notes on {several(notes, 'slide')}"
    if comments:
        yield f"the comments on {several(comments, 'slide')}"


def _check_actions(tree) -> None:
    for each in tree.iter("{*}hlinkClick", "{*}hlinkHover", "{*}hlinkMouseOver"):
        action = each.get("action", "")
        if action.lower().startswith(
            ("ppaction://program", "ppaction://macro", "ppaction://ole", "ppaction://hlinkfile")
        ):
            raise ValidationError(ACTION.format(action=action[:60]))
