"""Uploads of every kind, made here: good ones and bad ones."""

import io
import zipfile
import zlib

from PIL import Image

OOXML_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'


def package(parts: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip with these parts."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return sink.getvalue()


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


def document(body: str = "") -> str:
    """Return the words of a Word document."""
    return f'<?xml version="1.0"?><w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'


def field(*codes: str) -> str:
    """Return a field whose code is spread over several runs, as Word writes it; `{}` in a code is a field, too."""
    return _mark("begin") + "".join(_run(code) for code in codes) + _mark("separate") + _mark("end")


def _run(code: str) -> str:
    if code.startswith("{"):
        return field(code.strip("{}"))
    return f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>'


def _mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def relations(kind: str, target: str, *, prologue: str = "", mode: str = "External") -> str:
    """Return a part of relations with one that leads outside."""
    rel = f'<Relationship Id="r1" Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return f'{prologue}<Relationships xmlns="{RELATIONSHIPS}">{rel}</Relationships>'


def override(kind: str) -> str:
    """Return a declaration that a part is of a kind."""
    return f'<Override PartName="/word/foo.bin" ContentType="application/vnd.ms-{kind}"/>'


def odf_content(body: str = "") -> str:
    """Return the words of an OpenDocument text."""
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "script": "urn:oasis:names:tc:opendocument:xmlns:script:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
    }
    declared = " ".join(f'xmlns:{short}="{full}"' for short, full in names.items())
    return f"<office:document-content {declared}>{body}</office:document-content>"


def docx(more: dict[str, bytes | str] | None = None, types: str = "") -> bytes:
    """Return a small Word document, with more parts if asked."""
    parts = {"[Content_Types].xml": OOXML_TYPES.format(types), "word/document.xml": document()}
    return package({**parts, **(more or {})})


def odt(more: dict[str, bytes | str] | None = None, manifest: str = "<manifest/>") -> bytes:
    """Return a small OpenDocument text, with more parts if asked."""
    parts: dict[str, bytes | str] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": odf_content(),
        "META-INF/manifest.xml": manifest,
    }
    return package({**parts, **(more or {})})


def bomb() -> bytes:
    """Return a Word document of 60 KB that unpacks to 60 MB."""
    return docx({"word/media/image1.bmp": b"\0" * 60_000_000})


def lying_bomb() -> bytes:
    """Return a bomb whose directory says that it is small."""
    content = bytearray(bomb())
    true, told = (60_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    while (place := content.find(true)) >= 0:
        content[place : place + 4] = told
    return bytes(content)


def photo(kind: str = "JPEG", size: tuple[int, int] = (640, 480), *, turned: bool = False) -> bytes:
    """Return a photo with a camera, a time and a place in it."""
    image = Image.new("RGB", size, (200, 30, 30))
    image.paste((30, 30, 200), (0, 0, size[0] // 2, size[1] // 2))
    exif = Image.Exif()
    exif[0x010F] = "SpyCam"
    if turned:
        exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (23.0, 52.0, 11.0), 3: "E", 4: (120.0, 54.0, 22.0)})
    sink = io.BytesIO()
    image.save(sink, kind, exif=exif, **({"comment": b"at home"} if kind == "JPEG" else {}))
    return sink.getvalue()


def huge_png() -> bytes:
    """Return a PNG of a few bytes that says it has 30,000 × 30,000 pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = zlib.crc32(name + content).to_bytes(4, "big")
        return len(content).to_bytes(4, "big") + name + content + check

    size = (30_000).to_bytes(4, "big")
    head = chunk(b"IHDR", size + size + b"\x08\x02\0\0\0")
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


def pdf(body: bytes = b"", trailer: bytes = b"") -> bytes:
    """Return something that PDF readers open, with more in its body or trailer if asked."""
    return (
        b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
        b"2 0 obj << /Type /Pages /Kids [] /Count 0 >> endobj\n" + body + b"\ntrailer << /Root 1 0 R "
        + trailer + b" >>\nstartxref\n0\n%%EOF\n"
    )  # fmt: skip


def packed_object(content: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    """Return a compressed stream of objects that holds `content`."""
    data = zlib.compress(content)
    return b"5 0 obj << /Type /ObjStm /N 1 /First 4 /Filter %s /Length %d >> stream\n%s\nendstream endobj" % (
        filters, len(data), data,
    )  # fmt: skip
