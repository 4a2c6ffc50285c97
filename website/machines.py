"""What all answers for machines have in common: whole addresses, the licence, and that any site's script may read them."""

import re

from django.conf import settings
from django.http import JsonResponse

from committees.models import Organisation

# What XML 1.0 can't hold, escaped or not (§2.2, Char).
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
COVERS = "The council’s own words. Plans, maps and papers by others are not covered."


def site(path: str) -> str:
    """The whole address of a path."""
    return f"{settings.SITE_URL}{path}"


def in_xml(text: str) -> str:
    """The text without the characters that XML can't hold."""
    return NOT_IN_XML.sub("", text)


def may_be_read_anywhere(response):
    """Let the scripts of other sites read it (Fetch Standard, CORS). No such answer depends on a session or any cookie, and
    browsers send none along: the header says * and never “credentials”."""
    response["Access-Control-Allow-Origin"] = "*"
    return response


def licence(organisation: Organisation) -> dict[str, str] | None:
    """The licence of the data as it is stated in each answer; None where the organisation names none."""
    if not organisation.data_licence:
        return None
    return {"name": organisation.data_licence, "url": organisation.data_licence_url, "covers": COVERS}


def json_of(organisation: Organisation, data: dict, schema: str) -> JsonResponse:
    """The data with its licence, and the address of the schema that says what it holds."""
    whole = {"schema": site(f"/api/schemas/{schema}.json"), "licence": licence(organisation), **data}
    return JsonResponse(whole, json_dumps_params={"ensure_ascii": False})
