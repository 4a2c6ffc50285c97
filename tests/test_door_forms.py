"""What Alison Thrale types at the door: what is taken, and what is said of what is not."""

from datetime import UTC, datetime

import pytest
from django.http import QueryDict

from desk.forms import PublishForm, TakeBackForm, WithdrawForm
from published.kinds import Kind

AUGUST = datetime(2026, 8, 3, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def august(clock):
    clock(AUGUST)


def sent(**fields: str) -> PublishForm:
    data = QueryDict(mutable=True)
    data.update({"kind": "minutes"} | fields)
    return PublishForm(data)


def test_each_field_says_what_it_is_for_and_is_chosen_or_typed_the_easy_way():
    form = PublishForm(initial={"kind": Kind.AGENDA})
    labels = [form[name].label for name in form.fields]
    assert labels == [
        "Publish as",
        "What changed, and why",
        "Which one",
        "Goes live at",
        "Print names as they were on the day",
    ]
    assert str(form["kind"]).count('type="radio"') == len(Kind.values)  # all are seen at once
    assert 'type="datetime-local"' in str(form["goes_live_at"])  # a calendar
    assert "checked" in str(form["as_on_the_day"]) and form.chosen_kind == Kind.AGENDA
    assert [WithdrawForm()["reason"].label, TakeBackForm()["reason"].label] == ["Reason"] * 2


def test_a_kind_alone_is_enough():
    form = sent()
    assert form.is_valid() and form.chosen_kind == Kind.MINUTES and not form.asks_which
    chosen = {"note": "", "which": "", "goes_live_at": None, "as_on_the_day": True}
    assert form.cleaned_data == {"kind": "minutes", **chosen}
    assert not sent(kind="").is_valid() and sent(kind="x").chosen_kind is None


@pytest.mark.parametrize(("length", "errors"), [(2000, 0), (2001, 1)])
def test_what_the_log_takes_is_taken_and_a_letter_more_is_not(length, errors):
    forms = [sent(note="x" * length), *(form({"reason": "x" * length}) for form in (WithdrawForm, TakeBackForm))]
    assert [len(form.errors) for form in forms] == [errors] * 3


def test_who_gives_no_reason_is_told_who_will_read_it():
    assert [form({"reason": " "}).errors["reason"] for form in (WithdrawForm, TakeBackForm)] == [
        ["Say why it is withdrawn; the public reads it."],
        ["Say why it is taken back; the log keeps it."],
    ]


@pytest.mark.parametrize(("time", "fits"), [("2026-08-03T10:01", True), ("2026-08-03T10:00", False)])
def test_the_very_minute_is_past(time, fits):
    assert sent(goes_live_at=time).is_valid() == fits


def test_names_are_those_of_the_day_unless_the_box_was_there_and_was_unticked():
    asked = [sent(names_asked="1"), sent(names_asked="1", as_on_the_day="on"), sent()]
    assert all(form.is_valid() for form in asked)
    assert [form.cleaned_data["as_on_the_day"] for form in asked] == [False, True, True]


TWICE = "2026-10-25T01:30"


def test_which_of_two_hours_is_asked_only_where_there_are_two_and_stays_asked_once_it_is_answered():
    asked = {time: sent(goes_live_at=time) for time in (TWICE, "2026-10-25T03:30", "soon", "")}
    assert [form.is_valid() for form in asked.values()] == [False, True, False, True]
    assert [form.asks_which for form in asked.values()] == [True, False, False, False]
    answered = [sent(goes_live_at=TWICE, which=which) for which in ("first", "second")]
    assert all(form.is_valid() and form.asks_which for form in answered)
    assert [form.cleaned_data["goes_live_at"].astimezone(UTC).hour for form in answered] == [0, 1]
    assert set(sent(goes_live_at=TWICE, which="third").errors) == {"which", "goes_live_at"}
