"""A clerk of a full council saves a long page, or is told in a sentence what was too much of it."""

import http.client
from urllib.parse import urlencode, urlsplit

import pytest

from committees.models import Committee, Membership
from tests.making import make_clerk, make_committee, make_person

pytestmark = pytest.mark.once

MEGABYTE = 1024**2
BOUNDARY = "----a-browser-s-own"


def part(name: str, content: str = "", file: str = "") -> str:
    """One field of a form as a browser sends it."""
    named = f'name="{name}"' + (f'; filename="{file}"' if file else "")
    return f"--{BOUNDARY}\r\nContent-Disposition: form-data; {named}\r\n\r\n{content}\r\n"


TOO_MUCH = {
    "text in a short form": (urlencode({"text": "long " * 8 * MEGABYTE}), "more than 30 MB of text"),
    "text in a form with files": (part("text", "long " * 8 * MEGABYTE), "more than 30 MB of text"),
    "fields": (urlencode({f"field-{n}": n for n in range(20_001)}), "more than 20,000 fields"),
    "fields in a form with files": ("".join(part(f"field-{n}") for n in range(20_001)), "more than 20,000 fields"),
    "files": ("".join(part(f"file-{n}", file="paper.pdf") for n in range(101)), "more than 100 files"),
}


def post(address: str, body: str) -> tuple[int, str]:
    """Send the whole of it before reading the answer, as a browser does."""
    multipart = body.startswith("--")
    body = body + f"--{BOUNDARY}--\r\n" if multipart else body
    kind = f"multipart/form-data; boundary={BOUNDARY}" if multipart else "application/x-www-form-urlencoded"
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    connection.request("POST", "/admin/login/", body, {"Content-Type": kind, "Cookie": f"csrf={'x' * 32}"})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_what_is_too_much_is_said_on_a_page_that_arrives(install):
    with install.serve() as address:
        for name, (body, said) in TOO_MUCH.items():
            status, page = post(address, body)
            assert (status, said in page) == (413, True), name
            assert "Nothing was changed." in page


FILLED = {
    "as much text as there may be": (urlencode({"text": "x" * (30 * MEGABYTE - 5)}), None),
    "a letter more": (urlencode({"text": "x" * (30 * MEGABYTE - 4)}), "more than 30 MB of text"),
    "as many fields as there may be": (urlencode({f"field-{n}": n for n in range(20_000)}), None),
    **{name: case for name, case in TOO_MUCH.items() if not name.startswith("text")},
}


@pytest.mark.django_db
@pytest.mark.parametrize(("body", "said"), FILLED.values(), ids=FILLED)
def test_what_is_too_much_is_said_and_what_is_just_not_is_taken(client, body, said):
    multipart = body.startswith("--")
    body = body + f"--{BOUNDARY}--\r\n" if multipart else body
    kind = f"multipart/form-data; boundary={BOUNDARY}" if multipart else "application/x-www-form-urlencoded"
    answer = client.post("/admin/login/", body, content_type=kind)
    assert answer.status_code == (413 if said else 200)
    if said:
        assert said in answer.content.decode()
        assert answer.wsgi_request.read(1) == b""  # read to its end, or a browser would show no answer


@pytest.mark.django_db
def test_what_can_not_be_read_for_another_reason_is_a_plain_400(client):
    answer = client.get("/", headers={"host": "elsewhere.example.net"})
    assert answer.status_code == 400
    assert "could not be read" in answer.content.decode()


def full_committee(client) -> tuple[str, dict]:
    """The page of a council of 150, and what its form sends if nothing is changed."""
    committee = make_committee()
    for n in range(150):
        Membership.objects.create(committee=committee, person=make_person(f"Mary Bell-{n}", slug=f"mary-bell-{n}"))
    client.force_login(make_clerk())
    address = f"/admin/committees/committee/{committee.pk}/change/"
    page = client.get(address).context
    formsets = [inline.formset for inline in page["inline_admin_formsets"]]
    forms = [page["adminform"].form, *(form for set in formsets for form in [set.management_form, *set.forms])]
    fields = [form[name] for form in forms for name in form.fields]
    return address, {f.html_name: "" if f.value() is None or f.value() is False else f.value() for f in fields}


@pytest.mark.django_db
def test_a_council_of_150_is_saved_in_one_page(client):
    address, sent = full_committee(client)
    assert len(sent) > 1_000  # as many as Django takes by itself
    assert client.post(address, sent | {"quorum": 50}).status_code == 302
    committee = Committee.objects.get()
    assert (committee.quorum, committee.memberships.count()) == (50, 150)


@pytest.mark.django_db
def test_a_paste_of_ten_megabytes_is_refused_at_its_field_and_kept_there(client):
    address, sent = full_committee(client)
    paste = "<p>To look after the harbour.</p>" * (MEGABYTE // 3)
    answer = client.post(address, sent | {"purpose": paste})
    assert answer.status_code == 200
    form = answer.context["adminform"].form
    assert "500,000 can be kept" in form.errors["purpose"][0]
    assert form["purpose"].value() == paste
