"""The public paths that a body links to (tests hold website/urls.py to them). All begin and end with a slash, but files'."""

from urllib.parse import quote


def committee(slug: str) -> str:
    return f"/committees/{slug}/"


def meeting(committee_slug: str, meeting_slug: str) -> str:
    return f"/committees/{committee_slug}/{meeting_slug}/"


def item(committee_slug: str, meeting_slug: str, item_slug: str) -> str:
    return f"{meeting(committee_slug, meeting_slug)}{item_slug}/"


def publication(committee_slug: str, meeting_slug: str, number: int) -> str:
    return f"{meeting(committee_slug, meeting_slug)}publications/{number}/"


def matter(number: int) -> str:
    return f"/matters/{number}/"


def ground(code: str) -> str:
    return f"{REASONS_RESTRICTED}#{code}"


def document(sha256: str, file_name: str) -> str:
    return f"/documents/{sha256}/{quote(file_name)}"


PROOF = "/proof/"
REASONS_RESTRICTED = "/reasons-restricted/"
