"""What is settled in a part before it is read: boxes that are ticked, form fields that are empty, fields that never end."""

from xml.etree.ElementTree import Element, SubElement

from minutes.importing.word.names import PLACEHOLDER, W14, W, child, is_on

TICKED, EMPTY = "☑", "☐"
NOT_A_FIELD = "none"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"


def settle(part: Element) -> None:
    """Change the part so that it says by its text alone what Word shows."""
    for control in list(part.iter(f"{W}sdt")):
        properties, content = child(control, "sdtPr"), child(control, "sdtContent")
        box = properties.find(f"{W14}checkbox") if properties is not None else None
        if box is None and properties is not None:
            box = properties.find(f"{W15}checkbox")
        if box is not None:
            _show_box(control, content, _is_ticked(box))
        elif is_on(child(properties, "showingPlcHdr")) and content is not None:
            _mark_placeholder(content)
    _unmark_open_fields(part)


def _is_ticked(box: Element) -> bool:
    state = next((each for each in box if each.tag.endswith("}checked")), None)
    said = (
        next((each for name, each in state.attrib.items() if name.endswith("val")), "1") if state is not None else "0"
    )
    return said.lower() not in {"0", "false", "off"}


def _show_box(control: Element, content: Element | None, ticked: bool) -> None:
    """One sign for the box, whatever signs the form has chosen: ☒ is how Word ticks."""
    sign = TICKED if ticked else EMPTY
    if content is None:
        content = SubElement(control, f"{W}sdtContent")
    signs = [each for each in content.iter() if each.tag in {f"{W}t", f"{W}sym"}]
    for each in signs:
        each.tag, each.text = f"{W}t", ""
    for look in content.iter(f"{W}rPr"):
        for font in look.findall(f"{W}rFonts"):
            look.remove(font)
    if signs:
        signs[0].text = sign
    else:
        place = next(content.iter(f"{W}p"), content)
        SubElement(SubElement(place, f"{W}r"), f"{W}t").text = sign


def _mark_placeholder(content: Element) -> None:
    for text in list(content.iter(f"{W}t")):
        text.tag = PLACEHOLDER


def _unmark_open_fields(part: Element) -> None:
    """A field that has no end is none: or all that follows would be its code."""
    open_fields: list[Element] = []
    for mark in part.iter(f"{W}fldChar"):
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            open_fields.append(mark)
        elif not open_fields:
            mark.set(f"{W}fldCharType", NOT_A_FIELD)
        elif kind == "end":
            open_fields.pop()
    for mark in open_fields:
        mark.set(f"{W}fldCharType", NOT_A_FIELD)
