"""The parts of a public address."""

from datetime import date

from django.urls import register_converter
from django.urls.converters import IntConverter, StringConverter


class MeetingSlug(StringConverter):
    """A meeting's day, and -2 for a second sitting: 2026-03-04, 2026-03-04-2."""

    regex = r"\d{4}-\d{2}-\d{2}(?:-[1-9]\d?)?"


class SHA256(StringConverter):
    regex = "[0-9a-f]{64}"


class PDFName(StringConverter):
    """The files below a meeting's address: agenda.pdf, minutes.pdf, …"""

    regex = "notice|agenda|pack|decisions|minutes"


class Year(IntConverter):
    regex = "[0-9]{4}"

    def to_url(self, value: int) -> str:
        return f"{value:04}"


class Month(IntConverter):
    regex = "0[1-9]|1[0-2]"

    def to_url(self, value: int) -> str:
        return f"{value:02}"


class Sequence(IntConverter):
    """The number of a row of the log, which a database can hold."""

    regex = r"[1-9]\d{0,17}"


register_converter(Sequence, "sequence")


class Token(StringConverter):
    """The secret part of a link in an e-mail: a nonce and its signature."""

    regex = r"[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}"


register_converter(Token, "token")


class FileName(StringConverter):
    """The name of a published file: anything but a slash, and a NUL, which no database keeps."""

    regex = r"[^/\x00]+"


class MonthOfYear(StringConverter):
    """A month, as 2026-03: its first day."""

    regex = r"[12]\d{3}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value: date) -> str:
        return f"{value:%Y-%m}"


register_converter(MonthOfYear, "year_month")
register_converter(FileName, "file")
register_converter(PDFName, "pdf")
register_converter(MeetingSlug, "meeting")
register_converter(SHA256, "sha256")
register_converter(Year, "year")
register_converter(Month, "month")
