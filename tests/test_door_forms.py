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
    assert 'type="text"' in str(form["goes_live_at"])  # typed in words, as every day at the desk
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


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("4 March 2027, 5 pm", datetime(2027, 3, 4, 17, tzinfo=UTC)),
        ("12 August 2026 at 17:00", datetime(2026, 8, 12, 16, tzinfo=UTC)),
        ("Wed 12 Aug 5.30pm", datetime(2026, 8, 12, 16, 30, tzinfo=UTC)),
        ("12/8/26, noon", datetime(2026, 8, 12, 11, tzinfo=UTC)),
        ("2026-08-12T17:00", datetime(2026, 8, 12, 16, tzinfo=UTC)),
    ],
)
def test_when_it_goes_live_is_typed_in_words_as_every_day_at_the_desk(typed, moment):
    form = sent(goes_live_at=typed)
    assert form.is_valid() and form.cleaned_data["goes_live_at"] == moment


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12 August 2026", "is not a time; write one like 4 March 2026, 5 pm."),
        ("soon", "is not a time"),
        ("12 August 2026, 5", "In the morning or in the evening? Write 5 am or 5 pm."),
        ("Monday 12 August 2026, 5 pm", "12 August 2026 is a Wednesday, not a Monday."),
        ("31 June 2026, 5 pm", "There is no 31 June 2026."),
        ("25 October 2026, 01:30", "01:30 comes twice on 25 October 2026"),
    ],
)
def test_what_is_no_moment_or_more_than_one_is_said_in_words(typed, said):
    assert said in sent(goes_live_at=typed).errors["goes_live_at"][0]
