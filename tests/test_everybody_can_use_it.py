"""Every public page of the demonstration council, as people use it who can't see, point, or read what is small.

What axe's rules can't see is asked of each page in a browser: reflow at 320 px, text of twice the size, more space between
letters and lines, a walk by the Tab key with a focus that can be seen, no script, and nothing of another host (WCAG 2.2 AA:
1.4.10, 1.4.4, 1.4.12, 2.1.1, 2.4.7, 2.4.11).
"""

import re
import urllib.request
from urllib.parse import urljoin

import pytest

pytestmark = [pytest.mark.once, pytest.mark.django_db]
# Of a page's address what tells its kind.
KIND = [
    (r"/committees/[a-z-]+/\d{4}-\d\d-\d\d(-\d)?/publications/\d+/changes/", "changes"),
    (r"/committees/[a-z-]+/\d{4}-\d\d-\d\d(-\d)?/publications/\d+/", "version"),
    (r"/committees/[a-z-]+/\d{4}-\d\d-\d\d(-\d)?/publications/", "publications"),
    (r"/committees/[a-z-]+/\d{4}-\d\d-\d\d(-\d)?/attendance/", "attendance"),
    (r"/committees/[a-z-]+/\d{4}-\d\d-\d\d(-\d)?/[a-z0-9-]+/", "item"),
    (r"/committees/[a-z-]+/\d{4}-\d\d-\d\d(-\d)?/", "meeting"),
    (r"/committees/[a-z-]+/progress/", "progress"),
    (r"/committees/[a-z-]+/", "committee"),
    (r"/people/[a-z-]+/", "person"),
    (r"/matters/\d+/", "matter"),
    (r"/meetings/\d+/\d+/", "month"),
]
EACH, LOOKED_AT = 2, 150  # pages of a kind: those that are tried, and those whose links are followed
# What a reader sets who needs more space (WCAG 2.2, 1.4.12).
SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }
"""
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
CUT = """() => [...document.querySelectorAll('main *, header *, footer *')]
    .filter(e => e.clientWidth > 1 && getComputedStyle(e).overflowX === 'hidden' && e.scrollWidth > e.clientWidth + 1)
    .map(e => e.outerHTML.slice(0, 80))"""
FOCUS = """() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const box = e.getClientRects()[0] || e.getBoundingClientRect(), style = getComputedStyle(e);
    const at = document.elementFromPoint(box.x + Math.min(box.width / 2, 20), box.y + Math.min(box.height / 2, 8));
    return {
        what: e.outerHTML.slice(0, 90),
        seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
        over: !!at && (e === at || e.contains(at) || at.contains(e)),
        outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    };
}"""


def kind_of(path: str) -> str:
    return next((kind for pattern, kind in KIND if re.fullmatch(pattern, path)), path)


def pages_of(site: str) -> list[str]:
    """A few addresses of each kind of page, found as a reader finds them: by following links from the first."""
    found: dict[str, list[str]] = {}
    todo, known = ["/"], {"/"}
    while todo:
        path = todo.pop(0)
        here = found.setdefault(kind_of(path.partition("?")[0]), [])
        if len(here) >= LOOKED_AT:
            continue
        with urllib.request.urlopen(site + path) as answer:
            if not answer.headers["Content-Type"].startswith("text/html"):  # a list of the API
                continue
            page = answer.read().decode()
        here.append(path)
        for link in re.findall(r'href="([^"#]+)', page):
            address = urljoin(path, link.replace("&amp;", "&"))
            if re.match(r"/(?!static/|documents/)[^.]*$", address) and address not in known:
                known.add(address)
                todo.append(address)
    return [path for each in found.values() for path in each[:EACH]]


def joined_remotely(site: str) -> str:
    """A coming meeting whose page has a long address to read: which of them a walk meets differs by the day."""
    coming = re.findall(
        r'href="(/committees/[^/]+/[^/"]+/)"', urllib.request.urlopen(site + "/meetings/").read().decode()
    )
    return next(path for path in coming if b"Join remotely" in urllib.request.urlopen(site + path).read())


@pytest.fixture(scope="module")
def council(install_template, tmp_path_factory):
    """The demonstration council, served."""
    made = install_template.installation(tmp_path_factory.mktemp("council"))
    made.manage("demo")
    with made.serve() as site:
        yield site
    install_template.drop(made)


@pytest.fixture(scope="module")
def paths(council):
    found = [
        *pages_of(council),
        joined_remotely(council),
        "/search/?q=quay",
        "/search/?q=zzz",
        "/decisions/?key=yes",
        "/nowhere/",
    ]
    kinds = {kind_of(path) for path in found}
    assert {
        "meeting",
        "item",
        "committee",
        "person",
        "matter",
        "month",
        "attendance",
        "publications",
        "version",
        "changes",
    } <= kinds
    assert {
        "/",
        "/decisions/",
        "/people/",
        "/meetings/",
        "/committees/",
        "/proof/",
        "/words/",
        "/accessibility/",
    } <= kinds
    return found


def opened(browser, width: int, **options):
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True, **options)
    page = context.new_page()
    page.set_default_timeout(60_000)
    return page


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(browser, council, paths, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page, asked = opened(browser, width, color_scheme=scheme), []
    page.on("request", lambda request: asked.append(request.url))
    options = {"rules": {"target-size": {"enabled": True}}}
    for path in paths:
        page.goto(council + path)
        faults = Axe().run(page, options=options).response["violations"]
        assert [(rule["id"], node["html"]) for rule in faults for node in rule["nodes"]] == [], path
        assert not page.evaluate(WIDER), path
        assert page.locator("h1").count() == 1, path
        assert page.evaluate("[...document.scripts].filter(s => s.type !== 'application/ld+json').length") == 0, path
    assert {url for url in asked if not url.startswith(council)} == set()
    page.context.close()


@pytest.mark.parametrize("setting", ["twice the size", "more space"])
def test_nothing_is_lost_with_larger_text_or_more_space(browser, council, paths, setting):
    page = opened(browser, 1280 if setting == "twice the size" else 320)
    for path in paths:
        page.goto(council + path)
        page.add_style_tag(content="html { font-size: 200% !important }" if setting == "twice the size" else SPACING)
        assert not page.evaluate(WIDER), path
        assert page.evaluate(CUT) == [], path
    page.context.close()


def test_the_tab_key_walks_each_page_and_the_focus_is_seen(browser, council, paths):
    page = opened(browser, 360)
    for path in paths[::2]:
        page.goto(council + path)
        walked = []
        for _ in range(25):
            page.keyboard.press("Tab")
            at = page.evaluate(FOCUS)
            if at is None:
                break
            assert at["seen"] and at["over"] and at["outline"], (path, at)
            walked.append(at["what"])
        assert len(set(walked)) > 5, path
    page.context.close()


def test_the_forms_work_without_a_script(browser, council):
    page = opened(browser, 360, java_script_enabled=False)
    page.goto(council)
    page.get_by_role("searchbox").fill("quay street")
    page.get_by_role("button", name="Search").click()
    assert "/search/?q=quay+street" in page.url and page.get_by_role("heading", level=2).first.inner_text()
    page.goto(f"{council}/decisions/")
    page.get_by_text("Committee, kind and date").click()
    page.get_by_label("Committee").select_option(label="Planning Committee")
    page.get_by_role("button", name="Show").click()
    assert "committee=planning-committee" in page.url and page.locator("main a").count()
    page.context.close()
