"""The fields of a form in an OpenDocument text, as what they show."""

from xml.etree.ElementTree import Element

from minutes.importing.opendocument.names import FIELD, FORM, OFFICE, XML

TICKED, EMPTY = "☑", "☐"


def shown_controls(content: Element) -> dict[str, str]:
    """What each control of the text's forms shows, by the name that the text uses for it."""
    shown = {}
    for forms in content.iter(f"{OFFICE}forms"):
        for control in forms.iter():
            for name in {control.get(f"{XML}id"), control.get(f"{FORM}id")} - {None}:
                shown[str(name)] = _shown(control)
    return shown


def shown_mark(mark: Element) -> str:
    """What a form field that came from Word shows: a box or a choice. The words of a text field stand beside it."""
    kind = mark.get(f"{FIELD}type", "")
    said = [(each.get(f"{FIELD}name", ""), each.get(f"{FIELD}value", "")) for each in mark.iter(f"{FIELD}param")]
    if kind.endswith("FORMCHECKBOX"):
        return TICKED if ("Checkbox_Checked", "true") in said else EMPTY
    choices = [value for name, value in said if name == "Dropdown_ListEntry"]
    chosen = next((value for name, value in said if name == "Dropdown_Selected"), "0")
    place = int(chosen) if chosen.isdecimal() else 0
    return choices[place] if place < len(choices) else ""


def _shown(control: Element) -> str:
    kind, label = control.tag.removeprefix(FORM), control.get(f"{FORM}label", "")
    if kind == "checkbox":
        state = control.get(f"{FORM}current-state") or control.get(f"{FORM}state") or ""
        return f"{TICKED if state == 'checked' else EMPTY} {label}"
    if kind == "radio":
        state = control.get(f"{FORM}current-selected") or control.get(f"{FORM}selected") or ""
        return f"{TICKED if state == 'true' else EMPTY} {label}"
    if kind == "listbox":
        return ", ".join(option.get(f"{FORM}label", "") for option in control if _is_chosen(option))
    return control.get(f"{FORM}current-value") or control.get(f"{FORM}value") or label


def _is_chosen(option: Element) -> bool:
    return (option.get(f"{FORM}current-selected") or option.get(f"{FORM}selected")) == "true"
