"""Small builders of documents: each writes the XML that a word processor would, and takes only what the test is about."""

import zipfile
from pathlib import Path

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = " ".join(
    (
        f'xmlns:w="{WORD}" xmlns:r="{OFFICE}"',
        'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"',
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"',
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
        'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"',
    )
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODF_NAMESPACES = " ".join(
    [f'xmlns:{name}="{ODF}:{name}:1.0"' for name in ("office", "text", "table", "style", "form", "meta")]
    + [
        f'xmlns:draw="{ODF}:drawing:1.0"',
        f'xmlns:fo="{ODF}:xsl-fo-compatible:1.0"',
        f'xmlns:svg="{ODF}:svg-compatible:1.0"',
    ]
    + ['xmlns:field="urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0"']
    + ['xmlns:xlink="http://www.w3.org/1999/xlink"', 'xmlns:dc="http://purl.org/dc/elements/1.1/"']
    + ['xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"']
)


def zipped(path: Path, parts: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


# Word


def r(text: str, look: str = "") -> str:
    """A run; `look` is what stands in its w:rPr."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str, style: str = "", listed: tuple[int, int] | None = None, end: str = "", more: str = "") -> str:
    """A paragraph; `listed` is its list and level, `end` what is said of the mark that ends it."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if listed:
        properties += f'<w:numPr><w:ilvl w:val="{listed[1]}"/><w:numId w:val="{listed[0]}"/></w:numPr>'
    properties += more + (f"<w:rPr>{end}</w:rPr>" if end else "")
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(run if run.startswith('<') else r(run) for run in runs)}</w:p>"


def cells(*rows: tuple[str, ...]) -> str:
    """A table; a cell is its text, or the XML of a w:tc."""
    made = ("".join(cell if cell.startswith("<w:tc") else f"<w:tc>{p(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in made)}</w:tbl>"


def part(root: str, content: str) -> str:
    return f"<w:{root} {NAMESPACES}>{content}</w:{root}>"


def relations(parts: dict[str, str], outside: dict[str, str] | None = None) -> str:
    each = [
        f'<Relationship Id="{target}" Type="{OFFICE}/{kind}" Target="{target}"/>' for target, kind in parts.items()
    ] + [
        f'<Relationship Id="{name}" Type="{OFFICE}/hyperlink" Target="{target}" TargetMode="External"/>'
        for name, target in (outside or {}).items()
    ]
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{package}">{"".join(each)}</Relationships>'


KINDS = {"header": "hdr", "footer": "ftr"}


def docx(path: Path, *body: str, links: dict[str, str] | None = None, chunks: dict | None = None, **parts: str) -> Path:
    """A Word document: its body, and other parts by their names (styles, numbering, footnotes, header1, …)."""
    written, related = {}, {}
    for name, content in parts.items():
        kind = name.rstrip("0123456789")
        written[f"word/{name}.xml"] = part(KINDS.get(kind, kind), content)
        related[f"{name}.xml"] = kind
    for name, content in (chunks or {}).items():
        written[f"word/{name}"] = content
        related[name] = "aFChunk"
    return zipped(
        path,
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": relations({"word/document.xml": "officeDocument"}),
            "word/_rels/document.xml.rels": relations(related, links),
            "word/document.xml": part("document", f"<w:body>{''.join(body)}</w:body>"),
            **written,
        },
    )


def level(number: int, form: str, text: str, more: str = "", start: str = "1") -> str:
    form = f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
    return f'<w:lvl w:ilvl="{number}">{form}{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*definitions: str, lists: tuple[str, ...] = ()) -> str:
    """List definitions (each its levels), and a list of each; further lists are given as XML."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{levels}</w:abstractNum>' for n, levels in enumerate(definitions)
    )
    nums = "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(len(definitions)))
    return abstract + nums + "".join(lists)


def style(
    name: str, *, kind: str = "paragraph", called: str = "", based: str = "", look: str = "", more: str = ""
) -> str:
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{called or name}"/>'
        + (f'<w:basedOn w:val="{based}"/>' if based else "")
        + f"<w:pPr>{more}</w:pPr><w:rPr>{look}</w:rPr></w:style>"
    )


def note(number: int, *paragraphs: str, kind: str = "footnote") -> str:
    return f'<w:{kind} w:id="{number}">{"".join(paragraphs)}</w:{kind}>'


def refer(number: int, kind: str = "footnote") -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def field(code: str, result: str = "", form: str = "") -> str:
    """A field between its marks, as Word writes one; `form` is what stands in its w:ffData."""
    data = f"<w:ffData>{form}</w:ffData>" if form else ""
    shown = (
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result if result.startswith("<") else r(result)}'
        if result
        else ""
    )
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r><w:r><w:instrText> {code} </w:instrText></w:r>'
        f'{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def control(properties: str, content: str) -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


# OpenDocument


def odt(
    path: Path,
    *body: str,
    automatic: str = "",
    styles: str = "",
    masters: str = "",
    meta: str = "",
    fonts: str = "",
    **parts,
) -> Path:
    content = (
        f"<office:document-content {ODF_NAMESPACES}><office:font-face-decls>{fonts}</office:font-face-decls>"
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{''.join(body)}</office:text></office:body></office:document-content>"
    )
    style_part = (
        f"<office:document-styles {ODF_NAMESPACES}><office:styles>{styles}</office:styles>"
        f"<office:master-styles>{masters}</office:master-styles></office:document-styles>"
    )
    return zipped(
        path,
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "styles.xml": style_part,
            "meta.xml": f"<office:document-meta {ODF_NAMESPACES}><office:meta>{meta}</office:meta></office:document-meta>",
            **{name.replace("__", "/"): content for name, content in parts.items()},
        },
    )


def text_style(name: str, family: str = "text", parent: str = "", **look: str) -> str:
    """A style; `look` names its properties with _ for : and -, as fo_font_weight."""
    attributes = " ".join(f'{key.replace("_", ":", 1).replace("_", "-")}="{value}"' for key, value in look.items())
    above = f' style:parent-style-name="{parent}"' if parent else ""
    return f'<style:style style:name="{name}" style:family="{family}"{above}><style:text-properties {attributes}/></style:style>'
