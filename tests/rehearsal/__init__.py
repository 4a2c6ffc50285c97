"""Going live, from a bare Debian to a published notice and on to the next release, as deploy/README.md says it.

    python -m tests.rehearsal [bookworm] [trixie]

As root, with debootstrap, playwright's Chromium, and nothing on ports 80 and 443. Prints the seconds of each step, and ends with
1 where an answer was lost, a digest changed, or a release that can't serve was not taken back. See docs/tests.md.
"""
