"""The desk as its clerk sees it: a page's own fields, sent back as a browser would, and errors that must be visible."""

from collections import Counter

import lxml.html

SHOWN_NOWHERE = (
    "//script | //style | //template | //*[contains(@class, 'empty-form')] | //td[contains(@class, 'hidden')]"
    " | //div[contains(@class, 'hidden')] | //input[@type='hidden'] | //option[not(@selected)]"
)


def meeting_page(meeting) -> str:
    return f"/admin/minutes/meeting/{meeting.pk}/change/"


def item_page(item) -> str:
    return f"/admin/minutes/agendaitem/{item.pk}/change/"


def motion_page(motion) -> str:
    return f"/admin/minutes/motion/{motion.pk}/change/"


class Page:
    """What a clerk's browser got, and has in its form."""

    def __init__(self, client, address: str, response=None):
        self.client, self.address = client, address
        self.response = response or client.get(address)
        assert self.response.status_code == 200, f"{address} answered {self.response.status_code}"
        self.tree = lxml.html.fromstring(self.response.content.decode())
        forms = self.tree.xpath("//form[contains(@id, '_form')] | //div[@id='content']//div[@class='door']//form")
        self.fields = dict(forms[0].form_values()) if forms else {}

    @property
    def html(self) -> str:
        return self.response.content.decode()

    @property
    def text(self) -> str:
        """The words that somebody looking at the page can read, at least after opening what is folded."""
        tree = lxml.html.fromstring(self.html)
        for element in tree.xpath(SHOWN_NOWHERE):
            element.drop_tree()
        return " ".join(tree.text_content().split())

    def row(self, prefix: str, **values) -> "Page":
        """Add a row to a table or stack, with the values that the page proposes for a new one."""
        at = int(self.fields[f"{prefix}-TOTAL_FORMS"])
        start = f"{prefix}-__prefix__-"
        proposed = {name.removeprefix(start): value for name, value in self.fields.items() if name.startswith(start)}
        unknown = [name for name in values if f"{start}{name}" not in self._names]
        assert not unknown, f"no such fields in a new row: {unknown}"
        self.fields |= {f"{prefix}-{at}-{name}": value for name, value in (proposed | values).items()}
        self.fields[f"{prefix}-TOTAL_FORMS"] = at + 1
        return self

    @property
    def _names(self) -> set[str]:
        return {element.get("name") for element in self.tree.xpath("//*[@name]")}

    def send(self, *unticked: str, **changes):
        """Press “Save”. Gives the page that the form is shown again on, or None if all is saved."""
        fields = {name: value for name, value in (self.fields | changes).items() if name not in unticked}
        unknown = [name for name in changes if name not in self._names]
        assert not unknown, f"the page has no fields {unknown}"
        response = self.client.post(self.address, fields)
        if response.status_code == 302:
            return None
        page = Page(self.client, self.address, response)
        page.assert_errors_are_shown()
        return page

    def press(self, button: str, **changes):
        """Press another button than “Save”."""
        self.fields[button] = "1"
        return self.send(**changes)

    def assert_errors_are_shown(self) -> None:
        wanted, text = Counter(errors_of(self.response)), self.text
        assert wanted, "the form came back without an error"
        unseen = [error for error, count in wanted.items() if text.count(" ".join(error.split())) < count]
        assert not unseen, f"errors that no field shows: {unseen}"


def errors_of(response) -> list[str]:
    """Every error of the forms behind a page, hidden fields' and templates' included."""
    context = response.context
    if "adminform" not in context:
        return [error for errors in context["form"].errors.values() for error in errors]
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    forms = [context["adminform"].form, *(form for formset in formsets for form in formset.forms)]
    found = [error for form in forms for errors in form.errors.values() for error in errors]
    return found + [error for formset in formsets for error in formset.non_form_errors()]
