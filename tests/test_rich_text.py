"""What is pasted does no harm: nothing dangerous is left, nothing is too much, and real material keeps its words."""

import html as entities
import re
import time

import pytest
from django.core.checks import run_checks
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from committees.models import Committee
from richtext.cleaning import MAX_LENGTH, clean_html
from richtext.editor import CKEDITOR_CONFIGS
from richtext.fields import RichTextField
from richtext.plain_text import html_from_text, text_of
from richtext.widgets import RichTextWidget

pytestmark = pytest.mark.once

ALLOWED = {
    *"p br strong em u s sub sup blockquote table caption thead tbody tr h3 h4 h5 h6 ul".split(),
    "th[scope,colspan,rowspan]",
    "td[colspan,rowspan]",
    "ol[class,start,type]",
    "li",
    "a[href]",
    "abbr[title]",
}
ATTRIBUTES = {name.partition("[")[0]: set(name.partition("[")[2].rstrip("]").split(",")) - {""} for name in ALLOWED}

NASTY = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="java&#10;script:alert(1)">x</a>',
    '<a href="&#1;javascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="//evil.example">x</a>',
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    '<math><mtext></p><table><style><img src onerror="alert(1)">',
    '<p style="background:url(javascript:alert(1))" class="x" id="y">x</p>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<table background="https://evil.example"><caption onclick=alert(1)>x</caption><tr><td colspan="1&quot; onx=1">y',
    '<abbr title="&quot; onmouseover=alert(1) x=&quot;">x</abbr>',
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<form action=https://evil.example><input name=x><button>y</button></form>",
    '<meta http-equiv="refresh" content="0;url=https://evil.example"><base href="https://evil.example">',
    '<object data="x.swf"></object><embed src="x.swf">',
]


def assert_safe(cleaned: str) -> None:
    for end, name, attributes in re.findall(r"<(/?)(\w+)((?:\s[^<>]*)?)>", cleaned):
        assert name in ATTRIBUTES, cleaned
        assert set(re.findall(r'([\w-]+)="', attributes)) <= ATTRIBUTES[name], cleaned
        assert not (end and attributes)
    assert "<" not in re.sub(r"</?\w+(?:\s[^<>]*)?>", "", cleaned)
    assert all(re.match(r"https?://|mailto:|/(?!/)|#", link) for link in re.findall(r'href="([^"]*)"', cleaned)), (
        cleaned
    )


@pytest.mark.parametrize("html", NASTY)
def test_nothing_dangerous_is_left(html):
    assert_safe(clean_html(html))
    assert_safe(clean_html(f"<ul><li>{html}</li></ul>"))


PIECES = st.sampled_from(
    "<p> </p> <ul> <ol> <li> </li> </ul> <table> <tr> <td> <th> <b> <a href='https://x.example'> </a> <h1> <br> <div> "
    "&nbsp; · (a)&nbsp; 1.&nbsp; one two <script> --> <!-- </table> </b> \x00 \u2028 & < > o&nbsp;&nbsp;".split(" ")
)


@tries(max_examples=200, deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join))
def test_whatever_is_pasted_is_safe_and_cleaned_once_for_all(html):
    cleaned = clean_html(html)
    assert_safe(cleaned)
    assert clean_html(cleaned) == cleaned


@tries(max_examples=100, deadline=None)
@given(st.lists(st.text("abcdefgh ", min_size=3, max_size=20), min_size=1, max_size=8))
def test_no_word_is_lost_or_doubled(paragraphs):
    text = "\n\n".join(paragraphs)
    assert text_of(clean_html(html_from_text(text))).split() == text.split()


TOO_MUCH = {
    "a hundred thousand boxes in each other": "<div>" * 100_000,
    "thirty thousand lists": "<ul><li>" * 30_000 + "x",
    "two million letters": "word " * 400_000,
    "tags that never end": "<p title=" * 60_000,
    "bold upon bold": "<b>" * 20_000 + "<p>" * 20_000,
    "ampersands": "&" * 200_000,
}


@pytest.mark.parametrize("html", TOO_MUCH.values(), ids=TOO_MUCH)
def test_what_is_far_too_much_is_answered_and_shallow(html):
    start = time.process_time()
    cleaned = clean_html(html)
    assert time.process_time() - start < 20  # a guard against hours, not a measure
    depth = deepest = 0
    for end in re.findall(r"<(/?)(?!br\b)\w+", cleaned):
        depth += -1 if end else 1
        deepest = max(deepest, depth)
    assert deepest <= 120


@pytest.mark.parametrize("folder", ["word-html", "word-paste", "long-minutes"])
def test_real_material_keeps_its_words_and_loses_its_bullets(shared, folder):
    files = [
        p
        for p in (shared / "data" / folder).rglob("*.*")
        if p.suffix in {".html", ".md"} and not p.name.startswith("expected")
    ]
    assert files
    for path in files:
        source = path.read_text(encoding="utf-8", errors="replace")
        cleaned = clean_html(html_from_text(source) if path.suffix == ".md" else source)
        assert clean_html(cleaned) == cleaned, path
        assert not re.search(r"<(?:p|li)>\s*[·•\uf0b7]", cleaned), path
        assert_safe(cleaned)


# The field


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["create", "update", "bulk_create"])
def test_the_field_cleans_on_every_way_into_the_database(way):
    dirty, new = "<p>x</p><script>alert(1)</script>", {"name": "Harbour Committee", "slug": "harbour-committee"}
    if way == "create":
        Committee.objects.create(purpose=dirty, **new)
    elif way == "update":
        Committee.objects.create(**new)
        Committee.objects.update(purpose=dirty)
    else:
        Committee.objects.bulk_create([Committee(purpose=dirty, **new)])
    assert Committee.objects.get().purpose == "<p>x</p>"


def test_a_text_that_is_too_long_is_refused_with_a_sentence_and_shown_again():
    field = RichTextField().formfield()
    with pytest.raises(Exception, match="500,000 can be kept"):
        field.clean("x" * (MAX_LENGTH + 1))


def test_what_the_editor_is_given_is_clean():
    assert "onerror" not in entities.unescape(RichTextWidget().render("body", "<p>x</p><img src=x onerror=alert(1)>"))


LOOSENED = {
    "E002": {"CKEDITOR_UPLOAD_PATH": "uploads/"},
    "E003": {"CKEDITOR_CONFIGS": {"default": CKEDITOR_CONFIGS["default"] | {"removePlugins": ""}}},
    "E004": {"CKEDITOR_CONFIGS": {"default": CKEDITOR_CONFIGS["default"] | {"extra_plugins": []}}},
    "E005": {"CKEDITOR_CONFIGS": {"default": CKEDITOR_CONFIGS["default"] | {"versionCheck": True}}},
    "E006": {"CKEDITOR_CONFIGS": {"default": CKEDITOR_CONFIGS["default"] | {"allowedContent": True}}},
}


@pytest.mark.parametrize(("name", "loosened"), LOOSENED.items(), ids=LOOSENED)
def test_a_loosened_editor_stops_the_start(settings, name, loosened):
    for setting, value in loosened.items():
        setattr(settings, setting, value)
    assert f"richtext.{name}" in [fault.id for fault in run_checks()]


def test_the_editor_as_it_is_passes():
    assert [fault for fault in run_checks() if fault.id.startswith("richtext")] == []
