"""Small real papers: tagged PDFs of a page, one a committee."""

from functools import cache

from django.core.files.base import ContentFile
from weasyprint import HTML


@cache
def paper(committee: str, name: str) -> ContentFile:
    """A report to the committee, as PDF/UA-1: one upload, so that it is looked through once for all items that it is put into."""
    text = (
        f'<html lang="en-GB"><title>Report to the {committee}</title><style>body {{ font: 11pt serif }}</style>'
        f"<h1>Report to the {committee}</h1><h2>Purpose</h2><p>This report sets out what members are asked to decide, and why.</p>"
        "<h2>Background</h2><p>The matter was last before members a year ago. Since then officers have spoken with residents, "
        "partners and the county council, and their views are reflected below.</p>"
        "<h2>Money</h2><p>The cost can be met from the budget of the service. The Director of Finance has been consulted.</p>"
        "<h2>Equality and climate</h2><p>No group is put at a disadvantage. The proposal is expected to save a small amount of energy.</p>"
        f"<h2>Recommendation</h2><p>That the {committee} accept the proposal.</p></html>"
    )
    return ContentFile(HTML(string=text, base_url=None).write_pdf(pdf_variant="pdf/ua-1"), name)
