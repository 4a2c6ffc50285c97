"""What was withdrawn or struck is in no byte of the database, its index of words among it, which keeps stems."""

import pytest

from published import fulltext

PUBLISH = """
from published.kinds import Kind
from tests.making import *
winter, summer = make_winter_and_summer()
item = make_item(winter, "Letter from Wilhelmina Quagworthies", minutes="<p>Zyzzyvagrams were found by Quagworthies.</p>")
publish(winter, Kind.AGENDA)
publish(winter, Kind.DRAFT_MINUTES)
publish(winter, note="Corrected.")
make_item(summer, "Oystercatchers", minutes="<p>Oystercatchers were seen.</p>")
publish(summer)
"""
STEMS = (b"quagworthi", b"zyzzyvagram", b"wilhelmina")
WITHDRAW = """
from publishing.models import Publication
for publication in Publication.objects.standing().filter(meeting__date="2026-01-14"):
    publication.withdraw("It named a resident.")
from minutes.models import Meeting
"""
STRIKE = """
from minutes.models import Meeting
from publishing import striking
for words in ("Wilhelmina Quagworthies", "Zyzzyvagrams", "Quagworthies"):
    striking.remove(words, [Meeting.objects.order_by("date").first()], "It named a resident.")
"""
DRAFTS = """
from minutes.models import *
AgendaItem.objects.filter(title__contains="Quagworthies").update(title="Letter", slug="letter")
Minute.objects.filter(body__contains="Quagworthies").update(body="<p>It was read.</p>")
Wording.objects.all().delete()
TakenSlug = __import__("publishing.slugs").slugs.TakenSlug
TakenSlug.objects.filter(slug__contains="quag").delete()
from publishing import erasing
erasing.empty_log()
"""


def on_the_disk(install) -> dict[bytes, int]:
    paths = [path for path in install.data.rglob("*") if path.is_file() and ".sqlite3" in path.name]
    data = b"".join(path.read_bytes() for path in paths).lower()
    assert paths and b"oystercatch" in data
    return {stem: data.count(stem) for stem in STEMS}


@pytest.mark.once
@pytest.mark.parametrize("removed", [WITHDRAW + DRAFTS, STRIKE], ids=["withdrawn", "struck"])
def test_no_byte_of_the_index_keeps_what_is_gone(install, removed):
    install.begin(PUBLISH)
    assert min(on_the_disk(install).values()) > 2
    install.python(removed)
    assert on_the_disk(install) == dict.fromkeys(STEMS, 0)


@pytest.mark.django_db
def test_an_index_that_was_lost_is_told_and_made_anew():
    from django.utils import timezone

    from proving.verifying import Counts, differences
    from published.query import parse
    from published.searching import Filters, search
    from tests.making import make_winter_and_summer, publish

    winter, summer = make_winter_and_summer()
    publish(winter)
    assert list(differences(Counts())) == []
    with pytest.raises(ZeroDivisionError), fulltext.filled_afterwards():
        publish(summer)
        said = " ".join(differences(Counts()))
        assert "so that the search does not find all. Run: manage.py rebuild_website" in said
        1 / 0  # noqa: B018
    assert list(differences(Counts())) == [] and fulltext.missing() == []
    for word in ("ice", "samphire"):
        assert search(parse(word), Filters(), timezone.now(), newest_first=True).count == 1


@pytest.mark.django_db
def test_words_that_are_not_those_of_the_log_are_told():
    from django.core.management import call_command

    from proving.verifying import Counts, differences
    from published.models import Words
    from tests.making import make_winter_and_summer, publish

    winter, summer = make_winter_and_summer()
    publish(winter), publish(summer)
    changes = [
        lambda: Words.objects.filter(text__contains="Ice").update(text="Snow lay on the mole."),
        lambda: Words.objects.filter(text__contains="Ice").delete(),
        lambda: Words.objects.filter(text__contains="Ice").update(facets=""),
    ]
    for change in changes:
        change()
        [said] = differences(Counts())
        assert "harbour-committee/2026-01-14, publication 1: its words in the search differ from the log." in said
        call_command("rebuild_website", processes=1)
        assert list(differences(Counts())) == []
