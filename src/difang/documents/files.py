"""Finished bytes: archives without clocks or chance in them, and files replaced in one step."""

import os
import tempfile
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
FIRST = ("mimetype", "[Content_Types].xml", "_rels/.rels")
XML_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'
STORED = frozenset({"mimetype"})


def steady_zip(archive: bytes) -> bytes:
    """Return the same archive in a fixed order and with fixed times, equal for equal contents."""
    out = BytesIO()
    with ZipFile(BytesIO(archive)) as source, ZipFile(out, "w") as target:
        names = sorted(
            source.namelist(),
            key=lambda name: (name not in FIRST, FIRST.index(name) if name in FIRST else 0, name),
        )
        for name in names:
            info = ZipInfo(name, ZIP_EPOCH)
            info.compress_type = ZIP_STORED if name in STORED else ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = 3
            target.writestr(info, source.read(name))
    return out.getvalue()


def steady_odf(archive: bytes) -> bytes:
    """Return an ODF archive free of clocks, chance, and of the namespaces odfpy remembers from other files."""
    from lxml import etree

    out = BytesIO()
    with ZipFile(BytesIO(archive)) as source, ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(".xml"):
                root = etree.fromstring(content)
                etree.cleanup_namespaces(root)
                content = XML_HEAD + etree.tostring(root, method="c14n")
            target.writestr(name, content)
    return steady_zip(out.getvalue())


def replace_file(path: Path, content: bytes) -> None:
    """Write `content` beside `path` and move it into place, so that a reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
