"""P1, P2: minutes as PDF/UA in the app's warm worker, against a fresh `weasyprint` and headless Chromium on the same HTML.

The worker's figure is that of a forked child with its limits, as a publication's PDF is made. Interleaved rounds, medians.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from _site import DATA, make_meeting, need, set_up, table

ROUNDS = 7


def main() -> None:
    need("chromium")
    set_up()
    from published.kinds import Kind
    from published.models import Version
    from published.pdf import in_child, pages_of, render
    from published.typesetting import FONTS, warm
    from publishing.models import Publication

    os.environ["FONTCONFIG_FILE"] = str(FONTS / "fonts.conf")  # for the others, too
    warm()
    for items, texts, rounds in ((2, 1, ROUNDS), (20, 1, 5)):
        publication = Publication.objects.publish(make_meeting(items, texts), Kind.MINUTES)
        version = Version.objects.select_related("record").get(pk=publication.sequence)
        html = page_of(version)
        made = render(version)
        ways = {
            "fresh weasyprint, pdf/ua-1": lambda html=html: fresh_weasyprint(html),
            "warm worker, child with limits": lambda version=version: in_child(lambda: render(version)),
            "headless Chromium": lambda html=html: chromium(html),
        }
        found = {name: [] for name in ways}
        for _ in range(rounds):
            for name, way in ways.items():
                start = time.perf_counter()
                way()
                found[name].append(time.perf_counter() - start)
        pages, size = pages_of(made), len(made) / 1000
        table(
            f"Minutes of {pages} pages, {size:.0f} kB (goals for 2 pages: ≤ 0.25 of fresh weasyprint, ≤ 0.30 of Chromium)",
            [(n, v, "") for n, v in found.items()],
            "seconds",
        )
        fast = sorted(found["warm worker, child with limits"])[rounds // 2]
        print(f"{'worker ÷ Chromium':52} {fast / sorted(found['headless Chromium'])[rounds // 2]:19.3f}")


def page_of(version) -> Path:
    """The document as a file, its style sheet within, for the programs that are given a file."""
    from django.contrib.staticfiles import finders

    from published import pdf

    html = pdf.document(version)
    style = Path(finders.find("published/print.css")).read_text()
    page = DATA / f"{version.pk}.html"
    page.write_text(html.replace("</head>", f"<style>{style}</style></head>"))
    return page


def fresh_weasyprint(page: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "weasyprint",
        "--pdf-variant",
        "pdf/ua-1",
        "--presentational-hints",
        str(page),
        str(DATA / "w.pdf"),
    ]
    subprocess.run(command, check=True, capture_output=True)


def chromium(page: Path) -> None:
    flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        f"--user-data-dir={DATA}/chromium",
    ]
    subprocess.run(
        ["chromium", *flags, f"--print-to-pdf={DATA / 'c.pdf'}", page.as_uri()], check=True, capture_output=True
    )


if __name__ == "__main__":
    main()
