"""The field and the editor in the clerk's hands: what test_rich_text.py says of them, in the less usual places."""

import json
import re
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F
from django.forms import modelform_factory
from django.utils import translation

from committees.models import Committee
from richtext.cleaning import MAX_LENGTH
from richtext.fields import RichTextFormField
from richtext.widgets import RichTextWidget
from tests.making import make_committee

pytestmark = pytest.mark.once

DIRTY, CLEAN = "<b>x</b><script>alert(1)</script>", "<p><strong>x</strong></p>"
CommitteeForm = modelform_factory(Committee, fields=["purpose"])


def editor_settings(html: str) -> dict:
    return json.loads(unescape(re.search(r'data-config="([^"]*)"', html)[1]))


@pytest.mark.django_db
def test_what_is_in_hand_after_saving_is_what_was_saved():
    committee = make_committee(purpose=DIRTY)
    assert committee.purpose == CLEAN
    committee.purpose = DIRTY
    committee.save(update_fields=["purpose"])
    assert committee.purpose == CLEAN


@pytest.mark.django_db
def test_a_bulk_update_cleans_too():
    committee = make_committee()
    committee.purpose = DIRTY
    Committee.objects.bulk_update([committee], ["purpose"])
    committee.refresh_from_db()
    assert committee.purpose == CLEAN


@pytest.mark.django_db
def test_one_column_can_be_copied_to_another_and_a_part_of_the_text_be_looked_for():
    make_committee(purpose=CLEAN)
    Committee.objects.update(purpose=F("purpose"))
    assert Committee.objects.filter(purpose__contains="<strong>x").exists()


@pytest.mark.django_db
def test_a_form_saves_clean_text():
    form = CommitteeForm({"purpose": DIRTY}, instance=make_committee())
    assert form.is_valid()
    assert form.save().purpose == CLEAN


def test_empty_paragraphs_are_no_text():
    field = Committee._meta.get_field("purpose").formfield()
    field.required = True
    with pytest.raises(ValidationError, match="required"):
        field.clean("<p>&nbsp;</p>")


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        (
            "He said:\r\n- a & b < 3\r\n- c\r\n\r\nA second\r\nline.",
            "<p>He said:</p><ul><li>a &amp; b &lt; 3</li><li>c</li></ul><p>A second<br>line.</p>",
        ),
        ("1. First\n2. Second", "<ol><li>First</li><li>Second</li></ol>"),
        (
            "<p>Old.</p>\n\nNew <b>one</b>\n* a\n* b",
            "<p>Old.</p><p>New <strong>one</strong></p><ul><li>a</li><li>b</li></ul>",
        ),
        ("Said.\n<ul>\n<li>a\n- b</li>\n</ul>\nMore.", "<p>Said.</p><ul><li>a - b</li></ul><p>More.</p>"),
        ("<p>A line\n- that the editor wrapped.</p>", "<p>A line - that the editor wrapped.</p>"),
        ("<!-- copied -->One\nsentence.", "<p>One sentence.</p>"),
        ("- a &amp; b\n", "<ul><li>a &amp; b</li></ul>"),
    ],
)
def test_what_is_typed_without_the_editor_keeps_its_lines_paragraphs_and_lists(typed, html):
    field = RichTextFormField()
    assert field.clean(typed) == html == field.clean(field.clean(typed))
    assert RichTextWidget().format_value(typed) == html  # as it comes back where another field has a mistake


def test_a_text_that_is_too_long_comes_back_whole():
    long = "word " * (MAX_LENGTH // 5 + 1)
    form = CommitteeForm({"purpose": long})
    assert "attach it as a paper" in form.errors["purpose"][0]
    assert form["purpose"].value() == long


def test_the_model_refuses_what_is_too_long():
    with pytest.raises(ValidationError, match="500,000 can be kept"):
        Committee._meta.get_field("purpose").clean("x" * (MAX_LENGTH + 1), None)


def test_migrations_name_our_field_and_no_editor():
    assert Committee._meta.get_field("purpose").deconstruct()[1] == "richtext.fields.RichTextField"


def test_each_editor_is_named_after_its_field():
    form = modelform_factory(Committee, fields=["purpose"], labels={"purpose": "Terms of reference"})()
    assert editor_settings(str(form["purpose"]))["title"] == "Terms of reference"
    assert editor_settings(str(CommitteeForm()["purpose"]))["title"] == "Purpose"


def test_the_editor_shows_where_no_language_is_active():
    with translation.override(None):
        assert editor_settings(RichTextWidget().render("body", ""))["language"] == "en-gb"


@pytest.mark.django_db
def test_only_a_page_with_the_editor_has_the_looser_policy(admin_client):
    def policy(address):
        return admin_client.get(address)["Content-Security-Policy"]

    committee = make_committee()
    for address in ("/admin/committees/committee/add/", f"/admin/committees/committee/{committee.pk}/change/"):
        assert "script-src-attr 'unsafe-inline'" in policy(address)
        assert "script-src 'self';" in policy(address)
    assert "unsafe-inline" not in policy("/admin/committees/committee/")
