"""A page has a word for every code that a clerk can choose, and no word for one that nobody can."""

from datetime import UTC, datetime

import pytest
from django.template import Context, Template

from committees.law import Ground, LateRule, Law
from committees.models import Committee, Membership
from minutes.models import (
    Action,
    AgendaItem,
    Attendance,
    Decision,
    Declaration,
    Document,
    Meeting,
    Motion,
    Movement,
    Vote,
)
from published import words
from published.kinds import Kind
from published.naming import together
from published.record import Closed
from published.templatetags.published import below, clock, day, is_only_elsewhere, size, written

pytestmark = pytest.mark.once

CHOSEN = {
    "decision": Decision.Kind,
    "call_in": Decision.CallIn,
    "method": Motion.Method,
    "result": Motion.Result,
    "cast": Vote.Cast,
    "casting_vote": Motion.CastingVote,
    "afterwards": Declaration.Afterwards,
    "movement": Movement.Kind,
    "movement_at": Movement.Kind,
    "meeting": Meeting.Kind,
    "item_state": AgendaItem.State,
    "action": Action.State,
    "interest": Declaration.Kind,
    "seat": Membership.Role,
    "attending": Meeting.Attending,
    "paper": Document.Kind,
    "item": AgendaItem.Kind,
    "present": Attendance.Capacity,
    "capacity": Attendance.Capacity,
    "state": Attendance.State,
    "ground": Ground,
    "late_rule": LateRule,
}
# What a record can say: what is closed on a ground that is still to be chosen is not published.
GROUNDS = [code for code in Ground.values if code and code != Ground.UNKNOWN]
# A body's own law has other words for what is closed: publishing.freezing puts it behind the code.
BY_LAW = {"attending": {"partly-parish", "partly-own"}}
# Who was present stands under the word for a capacity.
STANDS_UNDER_CAPACITY = "present"
# A draft of an agenda has no state yet; what comes late to a parish is for information.
EMPTY_CODES = {"state", "late_rule"}
SAYS_NOTHING = {  # the title says it already, or it goes without saying
    "item": (
        "business apologies declarations previous-minutes matters-arising questions exclusion any-other-business heading"
    ).split(),
    "capacity": ["member"],
    "method": ["counted"],  # the counts stand beside it
}


def test_every_list_of_codes_that_a_record_holds_is_compared():
    assert {*words.VOCABULARIES} == {*CHOSEN}


def test_the_page_has_a_word_for_each_code_of_the_desk_but_where_it_goes_without_saying():
    for name, choices in CHOSEN.items():
        codes = {code for code in choices.values if code}
        if name == "ground":
            codes = {*GROUNDS}
        if name == "state":
            codes -= {STANDS_UNDER_CAPACITY}
        if name in EMPTY_CODES:
            codes |= {""}
        codes |= BY_LAW.get(name, set())
        assert codes == {*words.VOCABULARIES[name]}, name
        assert {code for code in codes if not words.word(code, name)} == {*SAYS_NOTHING.get(name, [])}, name


def test_no_two_words_are_mistaken_for_each_other():
    for name, vocabulary in words.VOCABULARIES.items():
        shown = [word for code in vocabulary if (word := words.word(code, name))]
        if name == "ground":
            shown.remove(words.word("wales-confidential", "ground"))  # by the same section as in England
        if name not in {"present", "state"}:  # headings, under which several stand together
            assert len(set(shown)) == len(shown), name


ONE_WORD = ["decision", "call_in", "method", "result", "cast", "interest", "seat", "attending", "paper", "item_state"]


def test_the_page_and_the_desk_mean_the_same_by_a_code():
    """Where a form needs no other word than a page."""
    for name in ONE_WORD:
        codes = set(words.VOCABULARIES[name]) - BY_LAW.get(name, set()) - set(SAYS_NOTHING.get(name, []))
        assert {code: words.word(code, name) for code in codes} == {
            choice.value: choice.label for choice in CHOSEN[name] if choice and choice not in SAYS_NOTHING.get(name, [])
        }, name


def test_several_who_share_a_title_are_listed_under_its_plural():
    for title, of_several in [
        ("Councillor", "Councillors"), ("Cllr", "Cllrs"), ("Alderman", "Aldermen"), ("Cynghorydd", "Cynghorwyr"),
    ]:  # fmt: skip
        assert together([f"{title} Ann Low", f"{title} Cy Tern"]) == f"{of_several} Ann Low, Cy Tern"


def test_a_code_of_another_release_is_printed_as_it_is_and_an_empty_one_as_nothing():
    assert words.word("adjourned", "decision") == "adjourned"
    assert words.word("", "attending") == words.word("", "decision") == ""


@pytest.mark.parametrize("code", GROUNDS)
def test_each_ground_is_printed_with_its_act_or_asks_for_its_reason(code):
    said = words.word(code, "ground")
    assert "Act 19" in said or Ground(code).law == Law.OWN
    assert "LGA" not in said and not said.endswith(".")
    assert is_only_elsewhere(Closed(code)) == Ground(code).needs_reason


@pytest.mark.parametrize("code", GROUNDS)
def test_the_page_and_the_desk_describe_a_ground_by_the_same_words(code):
    """But for the Act, which a form has no room for in full."""
    said = words.word(code, "ground").partition(" (")[0]
    assert Ground(code).label.startswith(said)


def test_an_exempt_ground_names_its_paragraph_in_the_part_of_its_own_country():
    parts = {Law.ENGLAND: "Part 1", Law.WALES: "Part 4"}
    for law, part in parts.items():
        exempt = [found for found in law.grounds if "confidential" not in found]
        assert len(exempt) == 7
        for found in exempt:
            paragraph = f"paragraph {found.rpartition('-')[2]} of {part}"
            said = words.word(found.value, "ground")
            assert said.endswith(f"(Local Government Act 1972, Schedule 12A, {paragraph})")
            assert f"Schedule 12A {part}" in found.label  # which the clerk chooses by


def test_each_ground_belongs_to_one_law_and_each_law_has_grounds_and_a_rule_for_late_items():
    grounds = [ground for law in Law for ground in law.grounds]
    assert sorted(grounds) == sorted(set(Ground) - {Ground.OPEN, Ground.UNKNOWN})
    assert all(law.grounds for law in Law) and {law.late_rule for law in Law} == set(LateRule)
    assert {Committee(clear_days=code).law for code in Committee.ClearDays.values} == set(Law)


@pytest.mark.parametrize("code", LateRule.values)
def test_each_rule_of_late_items_is_printed_in_words(code):
    said = words.word(code, "late_rule")
    assert said.replace("Local Government Act 1972, section ", "LGA 1972 s.") == LateRule(code).label
    assert len(said) > 20 and "LGA" not in said


def test_a_page_calls_each_kind_of_publication_by_a_name_of_its_own():
    assert len({kind.label for kind in Kind}) == len(Kind)
    assert {kind.heading_after([Kind.AGENDA, kind]) for kind in Kind if kind.has_minutes} == {
        "Agenda and draft minutes",
        "Agenda and minutes",
    }
    assert {name for kind in Kind for name in kind.pdfs} == {
        *("notice", "agenda", "supplement", "pack", "decisions", "minutes")
    }


TIMES = [("00:15", "12.15 am"), ("10:00", "10 am"), ("12:00", "12 noon"), ("12:30", "12.30 pm"), ("19:30", "7.30 pm")]


@pytest.mark.parametrize(("known", "written"), TIMES)
def test_a_time_is_written_as_councils_write_it(known, written):
    assert clock(known) == written


def test_a_moment_of_the_log_is_written_by_the_council_s_clock_in_summer_and_in_winter():
    template = Template("{% load published %}{{ moment|written:'j F, H:i' }}")
    for moment, said in [
        (datetime(2026, 7, 14, 23, 30, tzinfo=UTC), "15 July, 00:30"),
        (datetime(2026, 1, 14, 23, 30, tzinfo=UTC), "14 January, 23:30"),
    ]:
        assert template.render(Context({"moment": moment})) == said


def test_no_level_of_headings_is_left_out_and_none_is_below_the_sixth():
    assert [below(level) for level in (3, 4, 5, 6)] == [4, 5, 6, 6]


def test_what_is_not_known_is_written_as_nothing():
    assert day("") == clock("") == clock(None) == written(None, "j F Y") == ""


@pytest.mark.parametrize(
    ("octets", "written"),
    [(400, "1 KB"), (161_400, "161 KB"), (1_000_000, "1.0 MB"), (2_400_000, "2.4 MB")],
)
def test_a_size_is_written_as_readers_know_it(octets, written):
    assert size(octets) == written.replace(" ", "\xa0")  # on one line
