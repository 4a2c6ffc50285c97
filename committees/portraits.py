"""Photographs of people: what is kept of the file that somebody sends."""

from io import BytesIO

from django.contrib.admin.widgets import AdminFileWidget
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import TemplatesSetting
from PIL import Image, ImageOps

from committees.pictures import whole_picture

FORMATS = ["JPEG", "PNG", "WEBP"]
MOST = 10_000_000  # bytes
LEAST = 100  # pixels of the shorter side
SIDE = 640  # pixels of the longer side
NOT_ONE = "This can’t be read as a photograph. Send a JPEG, PNG or WebP file."


class Photograph(AdminFileWidget):
    """The desk serves no photographs: it says that there is one, without a link to it."""

    template_name = "admin/committees/photograph.html"

    def render(self, name, value, attrs=None, renderer=None):
        return super().render(name, value, attrs, TemplatesSetting())


def portrait(sent: UploadedFile) -> ContentFile:
    """The picture as a small JPEG of its own, upright, on white: its pixels and nothing else of what was sent, such as the place,
    the device and the time at which it was taken (Exif, XMP, IPTC). Raises ValidationError with a sentence."""
    if sent.size > MOST:
        raise ValidationError(f"The file is larger than {MOST // 1_000_000} MB. Send a smaller one.")
    with whole_picture(sent, NOT_ONE, FORMATS) as opened:
        if min(opened.size) < LEAST:
            raise ValidationError(f"The picture is smaller than {LEAST} × {LEAST} pixels. Send a larger one.")
        upright = ImageOps.exif_transpose(opened)
        picture = (upright.convert("RGB") if upright.mode == "CMYK" else upright).convert("RGBA")
    picture.thumbnail((SIDE, SIDE))
    pixels = Image.new("RGB", picture.size, "white")
    pixels.paste(picture, mask=picture.getchannel("A"))
    out = BytesIO()
    pixels.save(out, "JPEG", quality=85, optimize=True)
    return ContentFile(out.getvalue(), name="photo.jpg")
