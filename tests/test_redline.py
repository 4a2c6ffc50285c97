"""What differs from what the public reads is shown word by word before it is published."""

import lxml.html
import pytest

from committees.models import Person
from minutes.models import Attendance, Minute
from published.kinds import Kind
from richtext.redlining import redlined, redlined_words
from tests.desk import Page
from tests.making import (
    make_document,
    make_held_meeting,
    make_item,
    make_meeting,
    make_pdf,
    make_person,
    make_winter_and_summer,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def door(meeting) -> str:
    return f"/admin/publishing/publication/meeting/{meeting.pk}/"


def page(desk, meeting, kind="draft-minutes", query="") -> Page:
    return Page(desk, f"{door(meeting)}redline/{kind}/{query}")


def marked(html: str) -> list[str]:
    """The words that are marked, as "+ in" and "- out", by what a screen reader is told of them."""
    said = {"[inserted: ": "+", "[deleted: ": "-"}
    found = lxml.html.fromstring(f"<div>{html}</div>").xpath("//ins | //del")
    return [f"{said[each[0].text]} {each.text_content()[len(each[0].text) : -1].strip()}" for each in found]


def section(page: Page, title: str) -> str:
    (found,) = page.tree.xpath(f"//section[contains(@class, 'redline')][.//h2[contains(., '{title}')]]")
    return lxml.html.tostring(found, encoding="unicode")


def rewrite(item, html: str) -> None:
    Minute.objects.filter(item=item).update(body=html)


# Words


@pytest.mark.parametrize(
    ("older", "newer", "expected"),
    {
        "a word changed": ("<p>The mole is safe.</p>", "<p>The mole is closed.</p>", ["- safe", "+ closed"]),
        "words put in at the start": ("<p>The mole.</p>", "<p>On Monday the mole.</p>", ["- The", "+ On Monday the"]),
        "words added at the end": ("<p>It was noted.</p>", "<p>It was noted. All agreed.</p>", ["+ All agreed."]),
        "a comma": ("<p>Bell, Tern and Ash</p>", "<p>Bell Tern and Ash</p>", ["- ,"]),
        "a bullet added": (
            "<ul><li>the quay</li><li>the mole</li></ul>",
            "<ul><li>the quay</li><li>the slipway</li><li>the mole</li></ul>",
            ["+ the slipway"],
        ),
        "a numbered item taken out": (
            "<ol type='a' class='round-a'><li>the quay</li><li>a crane</li><li>the mole</li></ol>",
            "<ol type='a' class='round-a'><li>the quay</li><li>the mole</li></ol>",
            ["- (b) a crane", "- c", "+ b"],
        ),
        "a cell of a table": (
            "<table><tbody><tr><th>Mole</th><td>£900</td></tr><tr><th>Quay</th><td>£100</td></tr></tbody></table>",
            "<table><tbody><tr><th>Mole</th><td>£950</td></tr><tr><th>Quay</th><td>£100</td></tr></tbody></table>",
            ["- £900", "+ £950"],
        ),
        "words struck": ("<p>Agreed by all</p>", "<p>Agreed <s>by all</s></p>", ["- by all", "+ by all"]),
        "a link that leads elsewhere": (
            '<p>See <a href="https://example.org/a">the plan</a>.</p>',
            '<p>See <a href="https://example.org/b">the plan</a>.</p>',
            ["- [link: https://example.org/a]", "+ [link: https://example.org/b]"],
        ),
        "a paragraph of its own": ("<p>One</p><p>Three</p>", "<p>One</p><p>Two</p><p>Three</p>", ["+ Two"]),
        "nothing": ("<p>One</p><ul><li>two</li></ul>", "<p>One</p><ul><li>two</li></ul>", []),
        "only bold": ("<p>One mole</p>", "<p>One <strong>mole</strong></p>", []),
    }.values(),
)
def test_a_reader_finds_exactly_the_words_that_changed(older, newer, expected):
    assert marked(redlined(older, newer)) == expected


def test_lists_and_tables_come_out_as_lists_and_tables():
    older = "<ul><li>the quay<ul><li>its steps</li></ul></li></ul><table><tbody><tr><th>Mole</th><td>£9</td></tr></tbody></table>"
    tree = lxml.html.fromstring(redlined(older, older.replace("steps", "stairs").replace("£9", "£8")))
    assert tree.xpath("//ul/li/ul/li")[0].text_content().startswith("its")
    assert [cell.tag for cell in tree.xpath("//table//tr/*")] == ["th", "td"]


def test_long_stretches_that_are_the_same_are_left_out_and_counted():
    older = "".join(f"<p>Paragraph {n} of the report.</p>" for n in range(20))
    html = redlined(older, older.replace("Paragraph 9 of", "Paragraph 9 in"))
    assert "8 lines that are the same are left out" in html and "9 lines that are the same are left out" in html
    assert "Paragraph 8" in html and "Paragraph 10" in html and "Paragraph 7" not in html


def test_what_is_typed_as_html_is_shown_as_words():
    attack = "&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x onerror=alert(1)&gt;"
    for older, newer in [
        ("<p>Safe</p>", f"<p>{attack}</p>"),
        (f"<p>{attack}</p>", ""),
        (f"<p>{attack} a</p>", f"<p>{attack} b</p>"),
    ]:
        html = redlined(older, newer)
        tree = lxml.html.fromstring(f"<div>{html}</div>")
        assert not tree.xpath("//script | //img") and "<script>alert(1)</script>" in tree.text_content()


def test_a_sign_that_no_text_should_hold_makes_no_element_of_a_title():
    assert "<script" not in redlined_words("Moorings", "Moorings\0script now")


def test_lines_of_an_address_stay_lines_where_a_word_in_them_changes():
    html = redlined("<p>The Guildhall,<br>Quay Street<br>Port</p>", "<p>The Guildhall,<br>Mole Street<br>Port</p>")
    assert html.startswith("<p>The Guildhall,<br><del>") and html.endswith("Street<br>Port</p>")


def test_a_word_that_is_said_ten_thousand_times_is_no_reason_to_wait():
    older, newer = f"<p>{'mole ' * 10_000}</p>", f"<p>{'quay mole ' * 9_000}</p>"
    assert marked(redlined(older, newer))[0].startswith("- mole mole")


# A meeting


def test_one_word_in_one_item_is_shown_and_the_other_item_is_not(desk):
    meeting = make_held_meeting()
    moorings = make_item(meeting, "Moorings", minutes="<p>Two moorings are free.</p>")
    publish(meeting, Kind.DRAFT_MINUTES)
    rewrite(moorings, "<p>Three moorings are free.</p>")
    found = page(desk, meeting)
    assert marked(section(found, "Moorings")) == ["- Two", "+ Three"]
    assert "Draft minutes at the desk, against Draft minutes (version 1)" in found.text
    assert "Changed: Moorings" in found.text and "north mole" not in found.text


def test_nothing_differs_is_said(desk):
    meeting = make_held_meeting()
    publish(meeting, Kind.DRAFT_MINUTES)
    assert "Nothing differs. Every word that the public would read stands there already." in page(desk, meeting).text


def test_before_anything_is_public_there_is_nothing_to_compare_with(desk):
    assert "there is nothing to compare with" in page(desk, make_held_meeting()).text


def test_an_item_that_is_gone_and_one_that_is_new_stand_in_their_places_with_all_their_words(desk):
    meeting = make_held_meeting()
    gone = make_item(meeting, "Moorings", minutes="<p>Two are free.</p>")
    make_item(meeting, "Buoys")
    publish(meeting, Kind.DRAFT_MINUTES)
    gone.delete()
    make_item(meeting, "Dredging", minutes="<p>It was put off.</p>")
    found = page(desk, meeting)
    assert marked(section(found, "Moorings")) == ["- Moorings", "- Minutes", "- Two are free."]
    assert marked(section(found, "Dredging")) == ["+ Dredging", "+ Minutes", "+ It was put off."]
    titles = [title.text_content().split() for title in found.tree.xpath("//section[contains(@class, 'redline')]/h2")]
    assert [title[0] for title in titles] == ["Gone", "2", "New"]
    assert "Item 3 is now item 2." in found.text


def test_an_item_that_moved_is_said_to_have_moved_and_the_others_are_not(desk):
    meeting = make_meeting()
    for title in ("Apologies", "Moorings", "Buoys", "Dredging"):
        make_item(meeting, title)
    publish(meeting, Kind.AGENDA)
    meeting.items.filter(title="Moorings").update(position=9)
    said = page(desk, meeting, "agenda").text
    assert "Moved: it stood after “Apologies” and now stands after “Dredging”." in said
    assert said.count("Moved:") == 2  # in the list, and at the item
    assert "Item 3 is now item 2." in said


def test_an_item_put_below_another_is_said(desk):
    meeting = make_meeting()
    above, below = make_item(meeting, "Moorings"), make_item(meeting, "Buoys")
    publish(meeting, Kind.AGENDA)
    meeting.items.filter(pk=below.pk).update(parent=above)
    assert "It now belongs to the item above it." in page(desk, meeting, "agenda").text


def test_a_name_and_a_place_corrected_in_the_heading_are_shown_word_by_word(desk):
    meeting = make_held_meeting()
    make_item(meeting, "Report of Mr Reed", minutes="<p>Noted.</p>")
    publish(meeting, Kind.DRAFT_MINUTES)
    meeting.items.filter(title="Report of Mr Reed").update(title="Report of Mr Read")
    meeting.venue = "Town Hall"
    meeting.save_columns("venue")
    Attendance.objects.create(
        meeting=meeting, person=make_person("Cy Tern"), seat="member", state="present", position=2
    )
    found = page(desk, meeting)
    assert marked(section(found, "Report of Mr")) == ["- Reed", "+ Read"]
    of_all = marked(section(found, "The meeting as a whole"))
    assert of_all[:2] == ["- Guildhall", "+ Town Hall"] and of_all[-1] == "+ Cy Tern"


def test_a_title_that_the_list_of_items_repeats_is_no_difference_of_the_meeting_as_a_whole(desk):
    meeting = make_meeting()
    for n in range(5):
        make_item(meeting, f"Mooring {n}")
    publish(meeting, Kind.AGENDA)
    meeting.items.filter(title="Mooring 3").update(title="Moorings 3 and 4")
    said = page(desk, meeting, "agenda").text
    assert "Changed: Moorings 3 and 4" in said and "The meeting as a whole" not in said


def test_another_file_under_the_same_name_is_a_difference(desk):
    meeting = make_meeting()
    item = make_item(meeting, "Moorings")
    paper = make_document(meeting, item=item, content=make_pdf() + b"\n% one")
    publish(meeting, Kind.AGENDA)
    paper.delete()
    make_document(meeting, item=item, content=make_pdf() + b"\n% two")
    found = marked(section(page(desk, meeting, "agenda"), "Moorings"))
    assert len(found) == 3 and found[0].startswith("+ , added on ")  # a paper of its own, which came later
    assert all("[link: /documents/" in each for each in found[1:])


def test_how_words_are_set_is_said_to_be_all_that_differs(desk):
    meeting = make_held_meeting()
    publish(meeting, Kind.DRAFT_MINUTES)
    rewrite(meeting.items.get(), "<p>The Harbour Master reported on the <strong>state</strong> of the mole.</p>")
    assert "The words are the same: only how they are set, or what isn’t printed, differs." in page(desk, meeting).text


def test_minutes_to_be_approved_are_held_against_the_draft_that_is_public(desk):
    meeting = make_held_meeting()
    publish(meeting, Kind.DRAFT_MINUTES)
    rewrite(meeting.items.get(), "<p>The Harbour Master reported on the decay of the mole.</p>")
    found = page(desk, meeting, "minutes")
    assert "Minutes at the desk, against Draft minutes (version 1)" in found.text
    assert marked(section(found, "north mole")) == ["- state", "+ decay"]
    assert marked(section(found, "The meeting as a whole"))[:2] == ["- Draft minutes", "+ Minutes"]


def test_an_earlier_version_is_chosen_and_another_meeting_s_is_not_there(desk):
    winter, summer = make_winter_and_summer()
    first = publish(winter, Kind.DRAFT_MINUTES)
    rewrite(winter.items.get(), "<p>Snow lay on the mole.</p>")
    publish(winter, Kind.DRAFT_MINUTES, note="Corrected.")
    other = publish(summer, Kind.DRAFT_MINUTES)
    assert "Nothing differs." in page(desk, winter).text
    assert marked(section(page(desk, winter, query=f"?against={first.pk}"), "north mole")) == ["- Ice", "+ Snow"]
    for wrong in (other.pk, 99, "x", ""):
        assert desk.get(f"{door(winter)}redline/draft-minutes/?against={wrong}").status_code == 404, wrong
    first.withdraw("It named a resident.")
    assert desk.get(f"{door(winter)}redline/draft-minutes/?against={first.pk}").status_code == 404


def test_what_is_closed_stands_in_no_redline(desk):
    meeting = make_held_meeting()
    item = meeting.items.get()
    publish(meeting, Kind.DRAFT_MINUTES)
    Minute.objects.filter(item=item).update(body="<p>SECRET</p>", restriction="england-2006-3")
    said = page(desk, meeting).text
    assert "SECRET" not in said and "These minutes are" in said


def test_the_head_the_door_and_the_confirming_page_lead_to_it(desk):
    meeting = make_held_meeting()
    publish(meeting, Kind.DRAFT_MINUTES)
    rewrite(meeting.items.get(), "<p>The Harbour Master reported on the decay of the mole.</p>")
    wanted = f"{door(meeting)}redline/draft-minutes/"
    first = Page(desk, f"{door(meeting)}?kind=draft-minutes")
    assert wanted in first.tree.xpath("//*[@id='differs']//a/@href") and first.tree.xpath(
        "//*[@data-differs]/@href"
    ) == [wanted]
    sent = first.fields | {"step": "confirm", "note": "A word was wrong."}
    second = Page(desk, door(meeting), desk.post(door(meeting), sent))
    assert wanted in second.tree.xpath(
        "//a[contains(., 'What differs from Draft minutes (version 1), word by word')]/@href"
    )
    assert (
        "Now the public will see the draft minutes (version 2) of Harbour Committee, 4 March 2026, at "
        "http://127.0.0.1:8000/committees/harbour-committee/2026-03-04/."
    ) in second.text


def test_with_names_as_they_are_now_a_new_name_is_a_difference(desk):
    meeting = make_held_meeting()
    publish(meeting, Kind.DRAFT_MINUTES)
    Person.objects.update(last_name="Vane")
    assert "Nothing differs." in page(desk, meeting).text
    assert marked(section(page(desk, meeting, query="?names=now"), "The meeting as a whole")) == ["- Bell", "+ Vane"]
