"""Help for people: how to take part, what the words mean, the accessibility statement; and how the pages look."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from committees.models import Organisation, Website
from website.caching import MAY_KEEP, page

ENFORCERS = {
    Website.Enforcer.EHRC: (
        "The Equality and Human Rights Commission (EHRC) is responsible for enforcing the Public Sector Bodies (Websites and "
        "Mobile Applications) (No. 2) Accessibility Regulations 2018 (the ‘accessibility regulations’). If you’re not happy with "
        "how we respond to your complaint, contact",
        "https://www.equalityadvisoryservice.com/",
        "the Equality Advisory and Support Service (EASS)",
    ),
    Website.Enforcer.ECNI: (
        "The Equality Commission for Northern Ireland (ECNI) is responsible for enforcing the Public Sector Bodies (Websites "
        "and Mobile Applications) (No. 2) Accessibility Regulations 2018 (the ‘accessibility regulations’) in Northern Ireland. "
        "If you’re not happy with how we respond to your complaint, contact",
        "https://www.equalityni.org/",
        "the ECNI",
    ),
}


@page
def taking_part(request):
    """How to attend, get there, speak and challenge a decision, as far as the council has written it."""
    return render(request, "website/taking_part.html", {"website": Website.objects.get()})


@page
def words(request):
    """What the words of meetings mean."""
    return render(request, "website/words.html")


@page
def accessibility(request):
    """The accessibility statement under its legal headings (SI 2018/952 reg. 8; the government's model statement)."""
    website = Website.objects.get()
    context = {"website": website, "enforcer": ENFORCERS.get(website.enforcer), "site": settings.SITE_URL}
    return render(request, "website/accessibility.html", context)


@require_safe
def look(request):
    """The council's colours as a style sheet. Its address changes with them."""
    website = Organisation.objects.current().website
    return HttpResponse(website.tokens(), "text/css; charset=utf-8", headers={"Cache-Control": MAY_KEEP})


@page
def styleguide(request):
    """Each piece of the pages, for who changes them: with DEBUG alone."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "website/styleguide.html", {"now": timezone.localtime(request.now)})


@require_safe
def robots(request):
    """robots.txt (RFC 9309): all but the desk, the results of searches, which have no end, and the sheets of
    items, which say nothing that the items' pages don't."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /search/",
        "Disallow: /*/item.pdf$",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), "text/plain; charset=utf-8", headers={"Cache-Control": MAY_KEEP})
