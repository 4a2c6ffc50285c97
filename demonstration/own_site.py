"""What Eskmere says of its own site: how to take part, and how far everybody can use it."""

from datetime import date, timedelta

from committees.models import Website

ATTENDING = """<p>Everybody may come to a meeting of the council or of a committee, and nobody needs to say why. Come in by the arcade in
Market Place from twenty minutes before the start. You may film, record and report, as long as you don’t disturb the meeting.</p>
<p>There is a hearing loop in the council chamber. Please tell Democratic Services two working days before if you need papers in large print.</p>
<p><strong>From home:</strong> the Planning Committee can be joined online, and the Council is webcast; the link stands on the page of the meeting.
The other committees meet in the room alone.</p>"""
DIRECTIONS = """<p><strong>Moot Hall, Market Place, Eskmere.</strong> Buses 4 and 17 stop in Market Place; the station is eight minutes’ walk
along Quay Street.</p><ul><li>Step-free: the lift is inside the Corn Street door, on the left.</li>
<li>Cars: the Castle car park, free from 6 pm.</li></ul>"""
SPEAKING = """<p>You can speak for three minutes on an item of the Planning Committee’s agenda, and ask a question at any other committee.</p>
<ol><li>Write to Democratic Services by noon on the working day before the meeting.</li>
<li>Say which item, and whether you speak for or against it.</li></ol>"""
CHALLENGING = """<p>If you think that a decision was made in the wrong way, write to the Monitoring Officer at the address below. An applicant who
was refused planning permission can appeal to the Planning Inspectorate.</p>
<p>You can complain to the Local Government and Social Care Ombudsman once the council has answered your complaint.</p>"""
NOT_ACCESSIBLE = """<ul><li>Some reports that others wrote for the council are PDFs without headings (WCAG 2.2, 1.3.1). We ask for tagged ones since 2025.</li>
<li>Plans and maps have no description in words (1.1.1). Ask us, and an officer tells you what they show.</li></ul>"""
TESTED = """<p>We tried the pages of one meeting, one agenda item, the calendar and the search with a keyboard, with two screen readers
and at four times their size.</p>"""


def make_own_site(today: date) -> None:
    """Write it, with a statement that was reviewed three months before `today`."""
    site = Website.objects.get()
    site.attending, site.directions, site.speaking, site.challenging = ATTENDING, DIRECTIONS, SPEAKING, CHALLENGING
    site.compliance, site.not_accessible, site.tested = Website.Compliance.PARTIAL, NOT_ACCESSIBLE, TESTED
    site.out_of_scope = "<p>Papers of meetings before 23 September 2018 are not mended unless somebody needs them.</p>"
    site.reply_within, site.enforcer = 5, Website.Enforcer.EHRC
    site.prepared_on = site.tested_on = date(2025, 1, 13)
    site.reviewed_on = today - timedelta(days=90)
    site.save()
