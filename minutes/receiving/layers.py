"""Hidden layers of a PDF: optional content that is switched off (ISO 32000-1 §8.11). What they paint is taken out."""

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Operator, Stream, String

from minutes.receiving.looked import named, several

PAINTS = {"Tj", "TJ", "'", '"', "Do", "sh", "INLINE IMAGE"}
FILLS = {"f", "F", "f*", "b", "b*", "B", "B*", "s", "S"}  # end a path: it is ended without being painted
NOT_PAINTED = pikepdf.ContentStreamInstruction([], Operator("n"))
POLICIES = {"/AllOn": all, "/AnyOn": any, "/AllOff": lambda on: not any(on), "/AnyOff": lambda on: not all(on)}


class Layers:
    """The layers of a file, and which of them nobody sees who opens it."""

    def __init__(self, pdf: pikepdf.Pdf):
        self.pdf = pdf
        known = pdf.Root.get("/OCProperties")
        self.groups = list(known.get("/OCGs", [])) if isinstance(known, Dictionary) else []
        self.hidden = self._hidden(known.get("/D")) if self.groups else set()

    def _hidden(self, default) -> set[tuple[int, int]]:
        if not isinstance(default, Dictionary):
            return set()
        off = {each.objgen for each in default.get("/OFF", [])}
        if default.get("/BaseState") != Name.OFF:
            return off
        return {each.objgen for each in self.groups} - {each.objgen for each in default.get("/ON", [])}

    def look(self) -> Iterator[str]:
        """Takes the hidden ones out; what is seen stays, and is no layer any more."""
        if not self.hidden:
            return
        names = [str(each.get("/Name", "")) for each in self.groups if each.objgen in self.hidden]
        for page in self.pdf.pages:
            self._without_annotations(page.obj)
            self._of_content(page.obj, page)
        for each in list(self.pdf.objects):
            if isinstance(each, Stream) and (each.get("/Subtype") == Name.Form or "/PatternType" in each):
                self._of_content(each, each)
        for each in list(self.pdf.objects):
            if isinstance(each, Stream | Dictionary):
                self._without_pictures(each)
        del self.pdf.Root["/OCProperties"]
        yield named(several(len(names), "hidden layer"), names)

    def _is_hidden(self, layer) -> bool:
        if not isinstance(layer, Dictionary):
            return False
        if layer.get("/Type") != Name.OCMD:
            return layer.objgen in self.hidden
        if isinstance(layer.get("/VE"), Array):
            return not self._holds(layer["/VE"], 20)
        groups = layer.get("/OCGs", [])
        on = [not self._is_hidden(each) for each in ([groups] if isinstance(groups, Dictionary) else list(groups))]
        return bool(on) and not POLICIES.get(str(layer.get("/P")), any)(on)

    def _holds(self, expression, deep: int) -> bool:
        if isinstance(expression, Dictionary) or deep == 0:
            return not self._is_hidden(expression)
        operator, *operands = list(expression)
        on = [self._holds(each, deep - 1) for each in operands]
        return not on[0] if operator == Name.Not else all(on) if operator == Name.And else any(on)

    def _without_annotations(self, page: Object) -> None:
        held = page.get("/Annots")
        if isinstance(held, Array):
            page["/Annots"] = Array([one for one in held if not self._is_hidden(one.get("/OC"))])

    def _of_content(self, owner: Object, content) -> None:
        """Rewrite what paints a page, a form or a pattern. It names layers, and pictures, in its resources."""
        resources = owner.get("/Resources", {})
        layers, pictures = resources.get("/Properties", {}), resources.get("/XObject", {})
        names = {str(name) for name, layer in layers.items() if self._is_hidden(layer)}
        gone = {str(name) for name, picture in pictures.items() if self._is_hidden(picture.get("/OC"))}
        if not names and not gone:
            return
        rewritten = pikepdf.unparse_content_stream(_visible(pikepdf.parse_content_stream(content), names, gone))
        if isinstance(content, pikepdf.Page):
            owner["/Contents"] = self.pdf.make_stream(rewritten)
        else:
            owner.write(rewritten)
        _forget_unused(owner)

    def _without_pictures(self, each: Object) -> None:
        pictures = each.get("/XObject")
        if isinstance(pictures, Dictionary):
            for name in [name for name, picture in pictures.items() if self._is_hidden(picture.get("/OC"))]:
                del pictures[name]


def _visible(instructions, layers: set[str], pictures: set[str]) -> Iterator:
    """Without what paints in a hidden layer: its other operators move text and set colours for what comes after."""
    nested: list[bool] = []  # of each marked content that is open, whether it is hidden
    for operands, operator in instructions:
        word = str(operator)
        if word in ("BDC", "BMC"):
            nested.append(word == "BDC" and operands[0] == Name.OC and str(operands[1]) in layers)
        if any(nested):
            if word in FILLS:
                yield NOT_PAINTED
            elif word not in PAINTS:
                yield pikepdf.ContentStreamInstruction(_without_words(operands), operator)
        elif not (word == "Do" and str(operands[0]) in pictures):
            yield pikepdf.ContentStreamInstruction(operands, operator)
        if word == "EMC" and nested:
            nested.pop()


def _without_words(operands) -> list:
    """Marked content may say again in its properties what it shows (/ActualText)."""
    return [_emptied(each) if isinstance(each, Dictionary) else each for each in operands]


def _emptied(properties: Dictionary) -> Dictionary:
    return Dictionary({key: value for key, value in properties.items() if not isinstance(value, String | str)})


def _forget_unused(owner: Object) -> None:
    """A picture that only a hidden layer showed is not in the file any more."""
    content = pikepdf.Page(owner) if owner.get("/Type") == Name.Page else owner
    used = {str(names[0]) for names, word in pikepdf.parse_content_stream(content) if str(word) == "Do"}
    resources = owner.get("/Resources", {})
    own = Dictionary({name: value for name, value in resources.get("/XObject", {}).items() if name in used})
    copy = Dictionary(dict(resources.items()))
    copy["/XObject"] = own
    owner["/Resources"] = copy
