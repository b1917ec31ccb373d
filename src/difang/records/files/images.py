"""Photos: drawn anew, so that nothing but the picture is left (no place, no time, no camera, no hidden data)."""

import io
import struct
import zlib

from PIL import Image, ImageOps

from difang.records.files.refusal import RefusedFileError

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 4096
JPEG_QUALITY = 88
MEDIA = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png"), "WEBP": ("image/webp", ".webp")}
DAMAGED = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    struct.error,
    zlib.error,
    IndexError,
    KeyError,
    TypeError,
)


def clean(content: bytes, name: str) -> tuple[bytes, str, str]:
    """Return the picture encoded anew, upright and at most 4,096 pixels long, with its type and suffix."""
    try:
        with Image.open(io.BytesIO(content), formats=list(MEDIA)) as image:
            kind = str(image.format)
            _refuse_huge(image, name)
            if kind == "JPEG":
                image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            drawn = _drawn(image, opaque=kind == "JPEG")
        sink = io.BytesIO()
        options = {} if kind == "PNG" else {"quality": JPEG_QUALITY}
        drawn.save(sink, kind, **options)
    except Image.DecompressionBombError as error:
        raise _huge(name, "") from error
    except DAMAGED as error:
        raise RefusedFileError(
            f"「{name}」這張圖片損壞或不完整，讀不出來。請重新匯出後再上傳。",
            f"the picture '{name}' is damaged or incomplete. Export it anew, then upload that.",
        ) from error
    return sink.getvalue(), *MEDIA[kind]


def _refuse_huge(image: Image.Image, name: str) -> None:
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise _huge(name, f" {width} × {height}")


def _huge(name: str, size: str) -> RefusedFileError:
    return RefusedFileError(
        f"「{name}」的像素太多{size}，上限是五千萬像素。請縮小後再上傳。",
        f"'{name}' has too many pixels{size}; 50 million are the most. Make it smaller, then upload it.",
    )


def _drawn(image: Image.Image, *, opaque: bool) -> Image.Image:
    """Return the bare pixels, turned as the camera was held."""
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clear = "transparency" in upright.info or upright.mode in ("RGBA", "LA", "PA")
    pixels = upright.convert("RGBA" if clear and not opaque else "RGB")
    bare = Image.new(pixels.mode, pixels.size)
    bare.paste(pixels)
    return bare
