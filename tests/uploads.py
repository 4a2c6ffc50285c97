"""Files that people send, each of our own making: what is kept, what is cleaned, what is refused, and what is said of it.

`python -m tests.uploads` prints the table in Markdown."""

import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, PngImagePlugin

from tests.office_files import OFFICE, TYPES, docx, odt, p, part, r, zipped

KEPT, CLEANED, REFUSED = "kept", "cleaned", "refused"
SECRET = "CANARY"  # what must not be in a file that was cleaned


class Sent(NamedTuple):
    """A file that is sent: its name, its bytes, what becomes of it, and a part of the sentence."""

    name: str
    make: Callable[[], bytes]
    fate: str
    says: str = ""


# PDF


def pdf(change: Callable = lambda made: None, pages: int = 2, **options) -> bytes:
    made, out = pikepdf.new(), io.BytesIO()
    for number in range(pages):
        made.add_blank_page(page_size=(200, 200))
        made.pages[-1].Contents = made.make_stream(f"BT /F1 12 Tf 20 100 Td (Page {number}) Tj ET".encode())
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        made.pages[-1].Resources = Dictionary(Font=Dictionary(F1=made.make_indirect(font)))
    change(made)
    made.save(out, **options)
    return out.getvalue()


def script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def annotated(*annotations: Dictionary) -> bytes:
    def change(made):
        whole = [Dictionary(Type=Name.Annot, Rect=Array([10, 10, 50, 50])) for _ in annotations]
        for one, own in zip(whole, annotations, strict=True):
            one.update(own)
        made.pages[1].Annots = Array([made.make_indirect(one) for one in whole])

    return pdf(change)


def acting(action: Dictionary) -> bytes:
    return annotated(Dictionary(Subtype=Name.Link, A=action))


def in_root(key: str, value) -> bytes:
    return pdf(lambda made: made.Root.update({key: value(made) if callable(value) else value}))


def in_form(field: Dictionary) -> bytes:
    return in_root(
        "/AcroForm",
        lambda made: Dictionary(
            Fields=Array([made.make_indirect(Dictionary(Kids=Array([made.make_indirect(field)])))])
        ),
    )


def on_page(key: str, value) -> bytes:
    return pdf(lambda made: made.pages[1].obj.update({key: value(made) if callable(value) else value}))


def attached(made) -> Dictionary:
    file = made.make_stream(b"MZ", Type=Name.EmbeddedFile)
    return Dictionary(Type=Name.Filespec, F=String("tool.exe"), EF=Dictionary(F=file))


def with_author(made) -> None:
    made.docinfo["/Author"] = String(f"Jane {SECRET}")
    made.docinfo["/Title"] = String("Survey of the mole")
    with made.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["dc:creator"] = [f"Jane {SECRET}"]
        xmp["dc:title"] = "Survey of the mole"
        xmp["pdf:Keywords"] = SECRET
        xmp["{http://www.aiim.org/pdfua/ns/id/}part"] = "1"


def layered(made, is_off: bool = True) -> None:
    layer = made.make_indirect(Dictionary(Type=Name.OCG, Name=String("Costs")))
    other = made.make_indirect(Dictionary(Type=Name.OCG, Name=String("Plan")))
    default = Dictionary(OFF=Array([layer] if is_off else []), ON=Array([other]))
    made.Root.OCProperties = Dictionary(OCGs=Array([layer, other]), D=default)
    page = made.pages[0]
    page.Resources.Properties = Dictionary(MC0=layer, MC1=other)
    picture = made.make_stream(
        f"BT /F1 9 Tf ({SECRET} in a form) Tj ET".encode(),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 9, 9]),
    )
    page.Resources.XObject = Dictionary(Fm0=picture)
    text = f"/OC /MC0 BDC BT /F1 12 Tf 20 50 Td ({SECRET}) Tj ET /Fm0 Do EMC /OC /MC1 BDC BT /F1 12 Tf 20 80 Td (Plan) Tj ET EMC"
    page.Contents = made.make_stream(text.encode())


def saved_again() -> bytes:
    """A PDF with a change behind it, as a program that appends writes it: the former state is still there."""
    data = pdf(
        lambda made: made.Root.update({"/Former": String(SECRET)}), object_stream_mode=pikepdf.ObjectStreamMode.disable
    )
    with pikepdf.open(io.BytesIO(data)) as made:
        number, size = made.Root.objgen[0], len(made.objects) + 1
        pages = made.Root.Pages.objgen[0]
    at = len(data)
    body = f"{number} 0 obj\n<< /Type /Catalog /Pages {pages} 0 R >>\nendobj\n".encode()
    before = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    table = f"xref\n{number} 1\n{at:010} 00000 n \ntrailer\n<< /Size {size} /Root {number} 0 R /Prev {before} >>\n"
    return data + body + table.encode() + f"startxref\n{at + len(body)}\n%%EOF\n".encode()


def endless() -> bytes:
    """A hundred thousand pages."""

    def grow(made):
        [leaf] = list(made.Root.Pages.Kids)[:1]
        copies = [made.make_indirect(Dictionary(leaf)) for _ in range(99_999)]
        made.Root.Pages.Kids, made.Root.Pages.Count = Array([leaf, *copies]), 100_000

    return pdf(grow)


def looping() -> bytes:
    def change(made):
        made.Root.Pages.Kids = Array([made.Root.Pages, *made.Root.Pages.Kids])

    return pdf(change)


# Pictures


def picture(kind: str, **options) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((120, 90), 40).convert("RGB").save(out, kind, **options)
    return out.getvalue()


def placed() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0110] = f"Camera {SECRET}"
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 22.0, 1.0)})
    return exif


def texted() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", f"Jane {SECRET}")
    return info


# Word


def office(make: Callable[[Path], Path]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return make(Path(folder) / "file").read_bytes()


def word(*body: str, **options) -> bytes:
    return office(lambda path: docx(path, *(body or (p("The mole was surveyed."),)), **options))


def changed(data: bytes, **parts: str | bytes) -> bytes:
    """An archive with parts added or taken the place of; `__` stands for / in a name, and what is None is left out."""
    named = {name.replace("__", "/"): content for name, content in parts.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        there = {name: archive.read(name) for name in archive.namelist()}
    return office(lambda path: zipped(path, there | named))


PROPERTIES = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Survey</dc:title><dc:creator>Jane {SECRET}</dc:creator>'
    f"<cp:lastModifiedBy>Bryn {SECRET}</cp:lastModifiedBy></cp:coreProperties>"
)


def related(*rows: tuple[str, str, bool]) -> str:
    """Relationships: the kind, the target, whether it lies outside."""
    each = "".join(
        f'<Relationship Id="rId{n}" Type="{kind if ":" in kind else f"{OFFICE}/{kind}"}" Target="{target}"'
        + (' TargetMode="External"/>' if is_outside else "/>")
        for n, (kind, target, is_outside) in enumerate(rows, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{each}</Relationships>'


PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"


def authored() -> bytes:
    rels = related(("officeDocument", "word/document.xml", False), (CORE, "docProps/core.xml", False))
    return changed(word(), **{"_rels/.rels": rels, "docProps/core.xml": PROPERTIES})


def word_with(*rows: tuple[str, str, bool], **parts: str | bytes) -> bytes:
    return changed(word(), **{"word/_rels/document.xml.rels": related(*rows), **parts})


def typed(data: bytes, extension: str, kind: str) -> bytes:
    """The same with a content type for an ending."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        types = archive.read("[Content_Types].xml").decode()
    return changed(
        data,
        **{
            "[Content_Types].xml": types.replace(
                "</Types>", f'<Default Extension="{extension}" ContentType="{kind}"/></Types>'
            )
        },
    )


BY = f'w:id="1" w:author="Jane {SECRET}" w:date="2026-01-01T00:00:00Z"'


def commented() -> bytes:
    body = p(
        '<w:commentRangeStart w:id="1"/>'
        + r("The mole.")
        + '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
    )
    return word(body, comments=f"<w:comment {BY}>{p(f'Too dear {SECRET}')}</w:comment>")


def tracked() -> bytes:
    gone = f"<w:del {BY}><w:r><w:delText>{SECRET}</w:delText></w:r></w:del>"
    return word(p(r("It costs "), gone, f"<w:ins {BY}>{r('nothing')}</w:ins>", r(".")))


# Excel, PowerPoint

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SLIDE = "http://schemas.openxmlformats.org/presentationml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
PROGRAMS = "application/vnd.openxmlformats-officedocument"


def types(*overrides: tuple[str, str], **defaults: str) -> str:
    made = "".join(f'<Default Extension="{e}" ContentType="{kind}"/>' for e, kind in defaults.items())
    made += "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides)
    return TYPES[: TYPES.index("<Override")] + made + "</Types>"


def excel(
    cells: str = "<row><c><v>7</v></c></row>",
    *,
    state: str = "visible",
    sheet: tuple = (),
    extra: dict | None = None,
    macros: bool = False,
) -> bytes:
    main = (
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml" if macros else f"{PROGRAMS}.spreadsheetml.sheet.main+xml"
    )
    parts = {
        "[Content_Types].xml": types(
            ("xl/workbook.xml", main),
            ("xl/worksheets/sheet1.xml", f"{PROGRAMS}.spreadsheetml.worksheet+xml"),
            bin=f"{PROGRAMS}.spreadsheetml.printerSettings",
        ),
        "_rels/.rels": related(("officeDocument", "xl/workbook.xml", False)),
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>'
        f'<sheet name="Costs" sheetId="1" state="{state}" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": related(("worksheet", "worksheets/sheet1.xml", False), *sheet),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}" xmlns:r="{OFFICE}">{cells}</worksheet>',
        **(extra or {}),
    }
    return office(lambda path: zipped(path, parts))


def excel_with(kind: str, target: str, outside: bool, name: str, content: str | bytes) -> bytes:
    """A workbook whose sheet leads to another part."""
    return excel(extra={"xl/worksheets/_rels/sheet1.xml.rels": related((kind, target, outside)), name: content})


def powerpoint(slide: str = "", *, show: str = "1", rels: tuple = (), extra: dict | None = None) -> bytes:
    parts = {
        "[Content_Types].xml": types(
            ("ppt/presentation.xml", f"{PROGRAMS}.presentationml.presentation.main+xml"),
            ("ppt/slides/slide1.xml", f"{PROGRAMS}.presentationml.slide+xml"),
            mp4="video/mp4",
        ),
        "_rels/.rels": related(("officeDocument", "ppt/presentation.xml", False)),
        "ppt/presentation.xml": f'<p:presentation xmlns:p="{SLIDE}" xmlns:r="{OFFICE}"/>',
        "ppt/_rels/presentation.xml.rels": related(("slide", "slides/slide1.xml", False)),
        "ppt/slides/slide1.xml": f'<p:sld xmlns:p="{SLIDE}" xmlns:a="{DRAWING}" show="{show}">{slide}</p:sld>',
        "ppt/slides/_rels/slide1.xml.rels": related(*rels),
        **(extra or {}),
    }
    return office(lambda path: zipped(path, parts))


# OpenDocument


def text(*body: str, **options) -> bytes:
    return office(lambda path: odt(path, *(body or ("<text:p>The mole.</text:p>",)), **options))


NOTE = (
    f"<office:annotation><dc:creator>Jane {SECRET}</dc:creator><text:p>Too dear {SECRET}</text:p></office:annotation>"
)
CHANGES = (
    f'<text:tracked-changes><text:changed-region text:id="c"><text:deletion>'
    f"<office:change-info><dc:creator>Jane {SECRET}</dc:creator>"
    f"</office:change-info><text:p>{SECRET}</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    '<text:p>It costs <text:change text:change-id="c"/>nothing.</text:p>'
)
OF_BOMB = '<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'

FILES = {
    "PDF: two plain pages": Sent("plain.pdf", pdf, KEPT),
    "PDF: opens at a page": Sent(
        "first.pdf", lambda: in_root("/OpenAction", lambda m: Array([m.pages[1].obj, Name.Fit])), KEPT
    ),
    "PDF: opens at a page, by an action": Sent(
        "first.pdf",
        lambda: in_root("/OpenAction", lambda m: Dictionary(S=Name.GoTo, D=Array([m.pages[1].obj, Name.Fit]))),
        KEPT,
    ),
    "PDF: a link to the web": Sent(
        "link.pdf", lambda: acting(Dictionary(S=Name.URI, URI=String("https://example.org/"))), KEPT
    ),
    "PDF: a form to fill in, without scripts": Sent(
        "form.pdf", lambda: in_form(Dictionary(FT=Name.Tx, T=String("Name"))), KEPT
    ),
    "PDF: a font that its page calls AA": Sent(
        "font.pdf", lambda: pdf(lambda m: m.pages[0].Resources.Font.update({"/AA": m.pages[0].Resources.Font.F1})), KEPT
    ),
    "PDF: a page of 15 m": Sent("wide.pdf", lambda: on_page("/MediaBox", Array([0, 0, 42520, 200])), KEPT),
    "PDF: script among the names": Sent(
        "a.pdf",
        lambda: in_root("/Names", Dictionary(JavaScript=Dictionary(Names=Array([String("x"), script()])))),
        REFUSED,
        "holds scripts",
    ),
    "PDF: script on opening": Sent("a.pdf", lambda: in_root("/OpenAction", script()), REFUSED, "holds scripts"),
    "PDF: script in a link": Sent("a.pdf", lambda: acting(script()), REFUSED, "holds scripts"),
    "PDF: script that follows another action": Sent(
        "a.pdf",
        lambda: acting(Dictionary(S=Name.URI, URI=String("https://example.org"), Next=Array([script()]))),
        REFUSED,
        "holds scripts",
    ),
    "PDF: script of a page": Sent("a.pdf", lambda: on_page("/AA", Dictionary(O=script())), REFUSED, "holds scripts"),
    "PDF: script of a form field, two levels down": Sent(
        "a.pdf", lambda: in_form(Dictionary(FT=Name.Tx, AA=Dictionary(K=script()))), REFUSED, "holds scripts"
    ),
    "PDF: script as a stream": Sent(
        "a.pdf",
        lambda: in_root("/X", lambda m: m.make_indirect(Dictionary(JS=m.make_stream(b"app.alert(1)")))),
        REFUSED,
        "holds scripts",
    ),
    "PDF: script in a bookmark": Sent(
        "a.pdf",
        lambda: in_root(
            "/Outlines", lambda m: Dictionary(First=m.make_indirect(Dictionary(Title=String("x"), A=script())))
        ),
        REFUSED,
        "holds scripts",
    ),
    "PDF: script in an address": Sent(
        "a.pdf", lambda: acting(Dictionary(S=Name.URI, URI=String(" JavaScript:alert(1)"))), REFUSED, "holds scripts"
    ),
    "PDF: prints itself": Sent(
        "a.pdf",
        lambda: in_root("/OpenAction", Dictionary(S=Name.Named, N=Name.Print)),
        REFUSED,
        "does something by itself",
    ),
    "PDF: acts when a page is left": Sent(
        "a.pdf",
        lambda: on_page("/AA", Dictionary(C=Dictionary(S=Name.Named, N=Name.Print))),
        REFUSED,
        "does something by itself",
    ),
    "PDF: sends a form": Sent(
        "a.pdf",
        lambda: acting(Dictionary(S=Name.SubmitForm, F=String("https://example.org"))),
        REFUSED,
        "does something by itself",
    ),
    "PDF: starts a program": Sent(
        "a.pdf", lambda: acting(Dictionary(S=Name.Launch, F=String("calc.exe"))), REFUSED, "starts programs"
    ),
    "PDF: opens a file of a server": Sent(
        "a.pdf",
        lambda: acting(Dictionary(S=Name.GoToR, F=String("\\\\host\\share\\a.pdf"))),
        REFUSED,
        "opens files that are not in it",
    ),
    "PDF: attached file": Sent(
        "a.pdf",
        lambda: in_root(
            "/Names", lambda m: Dictionary(EmbeddedFiles=Dictionary(Names=Array([String("x"), attached(m)])))
        ),
        REFUSED,
        "holds attached files",
    ),
    "PDF: file attached to a page": Sent(
        "a.pdf", lambda: annotated(Dictionary(Subtype=Name.FileAttachment)), REFUSED, "holds attached files"
    ),
    "PDF: file associated with a page": Sent(
        "a.pdf",
        lambda: on_page("/AF", lambda m: Array([m.make_indirect(attached(m))])),
        REFUSED,
        "holds attached files",
    ),
    "PDF: a portfolio": Sent(
        "a.pdf", lambda: in_root("/Collection", Dictionary(Type=Name.Collection)), REFUSED, "holds attached files"
    ),
    "PDF: an XFA form": Sent(
        "a.pdf", lambda: in_root("/AcroForm", lambda m: Dictionary(XFA=m.make_stream(b"<xdp/>"))), REFUSED, "XFA form"
    ),
    "PDF: a film": Sent("a.pdf", lambda: annotated(Dictionary(Subtype=Name.RichMedia)), REFUSED, "sound, films"),
    "PDF: a page that lies elsewhere": Sent(
        "a.pdf",
        lambda: on_page("/Contents", lambda m: m.make_stream(b"", F=String("other.txt"))),
        REFUSED,
        "from other files",
    ),
    "PDF: a font made to harm": Sent(
        "a.pdf",
        lambda: pdf(
            lambda m: m.pages[0].Resources.Font.F1.update({"/FontMatrix": Array([1, 0, 0, 1, 0, String("alert(1)")])})
        ),
        REFUSED,
        "not what a font may be",
    ),
    "PDF: words marked to be blacked out": Sent(
        "a.pdf", lambda: annotated(Dictionary(Subtype=Name.Redact)), REFUSED, "are still in it"
    ),
    "PDF: password to open it": Sent(
        "a.pdf", lambda: pdf(encryption=pikepdf.Encryption(owner="o", user="u")), REFUSED, "protected by a password"
    ),
    "PDF: opens without a password, encrypted": Sent(
        "a.pdf", lambda: pdf(encryption=pikepdf.Encryption(owner="o", user="")), REFUSED, "is encrypted"
    ),
    "PDF: one stream is encrypted": Sent(
        "a.pdf",
        lambda: pdf(
            lambda m: m.pages[1].obj.update({"/Contents": m.make_stream(b"q Q", Filter=Name.Krypt)}),
            compress_streams=False,
        ).replace(b"/Krypt", b"/Crypt"),
        REFUSED,
        "is encrypted",
    ),
    "PDF: cut in half": Sent("a.pdf", lambda: pdf()[:700], REFUSED, ""),
    "PDF: no more than its beginning": Sent("a.pdf", lambda: b"%PDF-1.7 and no more", REFUSED, "is damaged"),
    "PDF: a hundred thousand pages": Sent("a.pdf", endless, REFUSED, "has 100,000 pages. Send it in parts"),
    "PDF: a page tree that loops": Sent("a.pdf", looping, REFUSED, "is damaged"),
    "PDF: HTML in front": Sent("a.pdf", lambda: b"<html>" + pdf(), REFUSED, "not what its name says"),
    "PDF: author, title, XMP": Sent("a.pdf", lambda: pdf(with_author), CLEANED, f"the author (Jane {SECRET})"),
    "PDF: a program and a day": Sent(
        "a.pdf",
        lambda: pdf(lambda m: m.docinfo.update({"/Producer": String(f"Writer {SECRET}")})),
        CLEANED,
        "properties",
    ),
    "PDF: private data of a program": Sent(
        "a.pdf", lambda: on_page("/PieceInfo", Dictionary(X=String(SECRET))), CLEANED, "properties"
    ),
    "PDF: a comment and its box": Sent(
        "a.pdf",
        lambda: annotated(
            Dictionary(Subtype=Name.Text, T=String("Jane"), Contents=String(SECRET)), Dictionary(Subtype=Name.Popup)
        ),
        CLEANED,
        "1 comment (Jane)",
    ),
    "PDF: two highlights": Sent(
        "a.pdf",
        lambda: annotated(
            Dictionary(Subtype=Name.Highlight, Contents=String(SECRET)),
            Dictionary(Subtype=Name.StrikeOut, T=String("Bryn")),
        ),
        CLEANED,
        "2 comments (Bryn)",
    ),
    "PDF: a signature drawn by hand": Sent(
        "a.pdf",
        lambda: annotated(Dictionary(Subtype=Name.Ink, T=String(SECRET))),
        CLEANED,
        "1 mark drawn on its pages",
    ),
    "PDF: an electronic signature": Sent(
        "a.pdf",
        lambda: in_form(Dictionary(FT=Name.Sig, V=Dictionary(Contents=String(SECRET)))),
        CLEANED,
        "1 electronic signature",
    ),
    "PDF: a hidden layer": Sent("a.pdf", lambda: pdf(layered), CLEANED, "1 hidden layer (Costs)"),
    "PDF: layers that all are shown": Sent("a.pdf", lambda: pdf(lambda m: layered(m, is_off=False)), KEPT),
    "PDF: an earlier state of itself": Sent("a.pdf", saved_again, CLEANED, "1 earlier state"),
    "PDF: a photograph with its place": Sent(
        "a.pdf",
        lambda: pdf(
            lambda m: m.pages[0].Resources.update(
                {
                    "/XObject": Dictionary(
                        Im0=m.make_stream(
                            picture("JPEG", exif=placed()),
                            Type=Name.XObject,
                            Subtype=Name.Image,
                            Width=120,
                            Height=90,
                            ColorSpace=Name.DeviceRGB,
                            BitsPerComponent=8,
                            Filter=Name.DCTDecode,
                        )
                    )
                }
            )
        ),
        CLEANED,
        "1 photograph told of place",
    ),
    "JPEG: plain": Sent("mole.jpg", lambda: picture("JPEG"), KEPT),
    "JPEG: place, device, lying on its side": Sent(
        "mole.jpg", lambda: picture("JPEG", exif=placed()), CLEANED, "place, day and device"
    ),
    "JPEG: a film behind it": Sent(
        "mole.jpeg", lambda: picture("JPEG") + SECRET.encode(), CLEANED, "place, day and device"
    ),
    "JPEG: cut off": Sent("mole.jpg", lambda: picture("JPEG")[:1500], REFUSED, "damaged or cut off"),
    "JPEG: a web page behind three bytes": Sent(
        "mole.jpg", lambda: b"\xff\xd8\xff<script>", REFUSED, "can't be read as a picture"
    ),
    "PNG: plain": Sent("mole.png", lambda: picture("PNG"), KEPT),
    "PNG: with the author's name": Sent(
        "mole.png", lambda: picture("PNG", pnginfo=texted()), CLEANED, "place, day and device"
    ),
    "PNG: cut off": Sent("mole.png", lambda: picture("PNG")[:-9000], REFUSED, "damaged or cut off"),
    "PNG: is a GIF": Sent("mole.png", lambda: picture("GIF"), REFUSED, "not what its name says"),
    "Word: plain": Sent("a.docx", word, KEPT),
    "Word: a link to the web": Sent("a.docx", lambda: word(links={"rId1": "https://example.org/"}), KEPT),
    "Word: author and who saved it last": Sent(
        "a.docx", authored, CLEANED, f"the author (Jane {SECRET}, Bryn {SECRET})"
    ),
    "Word: a comment": Sent("a.docx", commented, CLEANED, f"1 comment (Jane {SECRET})"),
    "Word: tracked changes": Sent("a.docx", tracked, CLEANED, "2 tracked changes, which were accepted"),
    "Word: hidden text": Sent(
        "a.docx", lambda: word(p(r("Seen."), r(SECRET, "<w:vanish/>"))), CLEANED, "hidden text in 1 place"
    ),
    "Word: text hidden by a style": Sent(
        "a.docx",
        lambda: word(
            p(r(SECRET, '<w:rStyle w:val="B"/>')),
            styles='<w:style w:styleId="A"><w:rPr><w:vanish/></w:rPr></w:style>'
            '<w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>',
        ),
        CLEANED,
        "hidden text in 1 place",
    ),
    "Word: the path of its template": Sent(
        "a.docx",
        lambda: changed(
            word(settings='<w:attachedTemplate r:id="rId1"/>'),
            **{
                "word/_rels/settings.xml.rels": related(
                    ("attachedTemplate", f"file:///C:/Users/{SECRET}/Normal.dotm", True)
                )
            },
        ),
        CLEANED,
        "the path of its template",
    ),
    "Word: a template on a server": Sent(
        "a.docx",
        lambda: changed(
            word(settings=""),
            **{"word/_rels/settings.xml.rels": related(("attachedTemplate", "https://example.org/a.dotm", True))},
        ),
        REFUSED,
        "from elsewhere (https://example.org/a.dotm)",
    ),
    "Word: data of a document system": Sent(
        "a.docx",
        lambda: word_with(
            ("customXml", "../customXml/item1.xml", False), **{"customXml/item1.xml": f"<a>{SECRET}</a>"}
        ),
        CLEANED,
        "data of a document system",
    ),
    "Word: a part that nothing shows": Sent(
        "a.docx",
        lambda: changed(word(), **{"word/old.xml": f"<a>{SECRET}</a>"}),
        CLEANED,
        "parts that nothing in it shows",
    ),
    "Word: a photograph with its place": Sent(
        "a.docx",
        lambda: typed(
            word_with(("image", "media/1.jpeg", False), **{"word/media/1.jpeg": picture("JPEG", exif=placed())}),
            "jpeg",
            "image/jpeg",
        ),
        CLEANED,
        "photographs told of place",
    ),
    "Word: macros": Sent(
        "a.docx",
        lambda: typed(
            word_with(
                ("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin", False),
                **{"word/vbaProject.bin": b"x"},
            ),
            "bin",
            "application/vnd.ms-office.vbaProject",
        ),
        REFUSED,
        "holds macros",
    ),
    "Word: an embedded object": Sent(
        "a.docx",
        lambda: typed(
            word_with(("oleObject", "embeddings/o.bin", False), **{"word/embeddings/o.bin": b"x"}),
            "bin",
            f"{PROGRAMS}.oleObject",
        ),
        REFUSED,
        "holds another file in it",
    ),
    "Word: a web page put into it": Sent(
        "a.docx", lambda: word(chunks={"x.html": "<html/>"}), REFUSED, "holds another file in it"
    ),
    "Word: a picture that lies elsewhere": Sent(
        "a.docx",
        lambda: word_with(("image", "https://example.org/a.png", True)),
        REFUSED,
        "from elsewhere (https://example.org/a.png)",
    ),
    "Word: a link to a server's file": Sent(
        "a.docx",
        lambda: word_with(("hyperlink", "file:///\\\\host\\share\\costs.xlsx", True)),
        REFUSED,
        "may tell of your network",
    ),
    "Word: a field that fetches": Sent(
        "a.docx",
        lambda: word(
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DDE</w:instrText></w:r>'
            "<w:r><w:instrText>AUTO c:\\a</w:instrText></w:r></w:p>"
        ),
        REFUSED,
        "fetches something from elsewhere (DDEAUTO)",
    ),
    "Word: entities": Sent(
        "a.docx",
        lambda: changed(word(), **{"word/document.xml": OF_BOMB + part("document", "<w:body>&b;</w:body>")}),
        REFUSED,
        "declares entities",
    ),
    "Word: a zip bomb": Sent(
        "a.docx", lambda: changed(word(), **{"word/big.xml": b" " * 3_000_000}), REFUSED, "unpacks to far more"
    ),
    "Word: a part beside the file": Sent(
        "a.docx", lambda: changed(word(), **{"../../etc/x.xml": "<a/>"}), REFUSED, "lie outside of it"
    ),
    "Word: of before 2007, or with a password": Sent(
        "a.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), REFUSED, "of an older kind, or protected"
    ),
    "Excel: plain": Sent("a.xlsx", excel, KEPT),
    "Excel: a comment": Sent(
        "a.xlsx",
        lambda: excel_with(
            "comments",
            "../comments1.xml",
            False,
            "xl/comments1.xml",
            f'<comments xmlns="{SHEET}"><commentList>'
            f'<comment ref="A1"><text><t>{SECRET}</t></text></comment></commentList></comments>',
        ),
        CLEANED,
        "1 comment",
    ),
    "Excel: the name of a printer": Sent(
        "a.xlsx",
        lambda: excel_with(
            "printerSettings", "../printerSettings/p.bin", False, "xl/printerSettings/p.bin", SECRET.encode()
        ),
        CLEANED,
        "the name of a printer",
    ),
    "Excel: macros": Sent("a.xlsx", lambda: excel(macros=True), REFUSED, "holds macros"),
    "Excel: a hidden sheet": Sent("a.xlsx", lambda: excel(state="veryHidden"), REFUSED, "hidden sheet (“Costs”)"),
    "Excel: hidden rows": Sent(
        "a.xlsx", lambda: excel('<row hidden="1"><c><v>7</v></c></row>'), REFUSED, "“Costs” has hidden rows or columns"
    ),
    "Excel: another workbook": Sent(
        "a.xlsx",
        lambda: excel(
            sheet=(("externalLink", "externalLinks/e.xml", False),), extra={"xl/externalLinks/e.xml": "<a/>"}
        ),
        REFUSED,
        "another workbook",
    ),
    "Excel: a database": Sent(
        "a.xlsx",
        lambda: excel(sheet=(("connections", "connections.xml", False),), extra={"xl/connections.xml": "<a/>"}),
        REFUSED,
        "a database or a web page",
    ),
    "Excel: a formula that fetches": Sent(
        "a.xlsx",
        lambda: excel('<row><c><f>WEBSERVICE("https://example.org")</f></c></row>'),
        REFUSED,
        "a formula that fetches",
    ),
    "Excel: a pivot table": Sent(
        "a.xlsx",
        lambda: excel(sheet=(("pivotCacheDefinition", "pivot.xml", False),), extra={"xl/pivot.xml": "<a/>"}),
        REFUSED,
        "all the data behind it",
    ),
    "Excel: a program inside": Sent(
        "a.xlsx", lambda: excel(extra={"xl/tool.exe": b"MZ"}), REFUSED, "not known to be harmless (tool.exe)"
    ),
    "PowerPoint: plain": Sent("a.pptx", powerpoint, KEPT),
    "PowerPoint: the speaker's notes": Sent(
        "a.pptx",
        lambda: powerpoint(
            rels=(("notesSlide", "../notesSlides/n.xml", False),), extra={"ppt/notesSlides/n.xml": f"<a>{SECRET}</a>"}
        ),
        CLEANED,
        "the speaker’s notes on 1 slide",
    ),
    "PowerPoint: a hidden slide": Sent("a.pptx", lambda: powerpoint(show="0"), REFUSED, "hidden slide"),
    "PowerPoint: a film": Sent(
        "a.pptx",
        lambda: powerpoint(rels=(("video", "../media/a.mp4", False),), extra={"ppt/media/a.mp4": b"x"}),
        REFUSED,
        "sound or films",
    ),
    "PowerPoint: starts a program": Sent(
        "a.pptx",
        lambda: powerpoint('<a:hlinkClick action="ppaction://program"/>'),
        REFUSED,
        "by a click (ppaction://program)",
    ),
    "OpenDocument: plain": Sent("a.odt", text, KEPT),
    "OpenDocument: author": Sent(
        "a.odt",
        lambda: text(meta=f"<dc:creator>Jane {SECRET}</dc:creator><dc:title>Survey</dc:title>"),
        CLEANED,
        f"the author (Jane {SECRET})",
    ),
    "OpenDocument: a comment": Sent("a.odt", lambda: text(f"<text:p>{NOTE}The mole.</text:p>"), CLEANED, "1 comment"),
    "OpenDocument: a tracked change": Sent("a.odt", lambda: text(CHANGES), CLEANED, "1 tracked change"),
    "OpenDocument: a hidden section": Sent(
        "a.odt",
        lambda: text(
            f'<text:p>Seen.</text:p><text:section text:display="none"><text:p>{SECRET}</text:p></text:section>'
        ),
        CLEANED,
        "hidden text in 1 place",
    ),
    "OpenDocument: earlier states, a thumbnail": Sent(
        "a.odt",
        lambda: text(**{"Versions/1": SECRET, "Thumbnails/thumbnail.png": SECRET}),
        CLEANED,
        "earlier states of the file and its thumbnail",
    ),
    "OpenDocument: macros": Sent("a.odt", lambda: text(**{"Basic/Standard/a.xml": "<a/>"}), REFUSED, "holds macros"),
    "OpenDocument: acts at an event": Sent(
        "a.odt",
        lambda: text('<office:event-listeners xmlns:script="urn:x"><script:event-listener/></office:event-listeners>'),
        REFUSED,
        "holds macros",
    ),
    "OpenDocument: an embedded object": Sent(
        "a.odt", lambda: text(**{"Object 1/content.xml": "<a/>"}), REFUSED, "holds another file in it"
    ),
    "OpenDocument: a picture that lies elsewhere": Sent(
        "a.odt",
        lambda: text('<text:p><draw:frame><draw:image xlink:href="https://example.org/a.png"/></draw:frame></text:p>'),
        REFUSED,
        "from elsewhere (https://example.org/a.png)",
    ),
    "OpenDocument: a password": Sent(
        "a.odt",
        lambda: text(**{"META-INF/manifest.xml": '<m:manifest xmlns:m="urn:x"><m:encryption-data/></m:manifest>'}),
        REFUSED,
        "protected by a password",
    ),
    "OpenDocument: is a spreadsheet": Sent(
        "a.odt",
        lambda: changed(text(), mimetype="application/vnd.oasis.opendocument.spreadsheet"),
        REFUSED,
        "or is none",
    ),
    "CSV: a table": Sent("a.csv", lambda: "Name,Cost\nŴyn,-5.20\nBryn,+44 1234 567\n".encode(), KEPT),
    "CSV: of Windows, with semicolons": Sent("a.csv", lambda: "Name;Cost\nGwenllïan;5\n".encode("cp1252"), KEPT),
    "CSV: a formula": Sent(
        "a.csv",
        lambda: b'Name,Cost\nBryn,"=HYPERLINK(""https://example.org"")"\n',
        REFUSED,
        "Row 2, column 2 begins with “=”",
    ),
    "CSV: a command behind a minus": Sent(
        "a.csv", lambda: b"Name\n-2+3+cmd|' /C calc'!A0\n", REFUSED, "Row 2, column 1 begins with “-”"
    ),
    "CSV: is a web page": Sent(
        "a.csv", lambda: b"<!doctype html><script>alert(1)</script>", REFUSED, "is no table as text"
    ),
    "CSV: is a program": Sent("a.csv", lambda: b"MZ\x00\x00\x01", REFUSED, "is no table as text"),
    "CSV: a cell of 40,000 letters": Sent(
        "a.csv", lambda: b"x" * 40_000, REFUSED, "longer than a spreadsheet can show"
    ),
    "Another kind: an older Word file": Sent("a.doc", lambda: b"\xd0\xcf\x11\xe0", REFUSED, "save this one as PDF"),
    "Another kind: a drawing that can hold scripts": Sent("a.svg", lambda: b"<svg/>", REFUSED, "save this one as PDF"),
    "Another kind: a web page": Sent("a.html", lambda: b"<html/>", REFUSED, "save this one as PDF"),
}


def what_becomes(sent: Sent) -> tuple[str, str, bytes]:
    """What becomes of a file, the sentence, and the bytes that are kept."""
    from django.core.exceptions import ValidationError
    from django.core.files.uploadedfile import SimpleUploadedFile

    from minutes.papers import inspect_paper
    from minutes.receiving.looked import listed

    data = sent.make()
    try:
        paper = inspect_paper(SimpleUploadedFile(sent.name, data))
    except ValidationError as error:
        return REFUSED, " ".join(error.messages), b""
    return (CLEANED, f"Taken out of it: {listed(paper.found)}.", paper.clean) if paper.clean else (KEPT, "", data)


def table() -> str:
    """What becomes of each, in Markdown."""
    rows = ["| file | what becomes of it | sentence |", "|---|---|---|"]
    for what, sent in FILES.items():
        fate, sentence, _ = what_becomes(sent)
        rows.append(f"| {what} (`{sent.name.rpartition('.')[2]}`) | {fate} | {sentence.replace('|', '&#124;')} |")
    return "\n".join(rows)


if __name__ == "__main__":
    import django

    django.setup()
    print(table())
