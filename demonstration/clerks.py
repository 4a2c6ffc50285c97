"""Who works at the demonstration's desk: a clerk who may do everything, one of each role, and the author of a report. Nobody is
a superuser."""

import secrets
from datetime import date, timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from committees.models import Appointment, Committee
from committees.roles import Role
from minutes.models import AgendaItem, ReportAuthor

ALL = ""
FIRST, AUTHOR = "clerk@eskmere.example", "author@eskmere.example"
# e-mail, name, roles, the committee by its address, and how many days the cover lasts if it ends
CLERKS = [
    (FIRST, "Clerk to the Council", [Role.MANAGER, Role.CLERK, Role.PUBLISHER], ALL, None),
    ("viewer@eskmere.example", "Monitoring Officer", [Role.VIEWER], ALL, None),
    ("planning@eskmere.example", "Clerk to the Planning Committee", [Role.CLERK], "planning-committee", None),
    ("cover@eskmere.example", "Cover for the Planning Committee", [Role.CLERK], "planning-committee", 14),
    ("publisher@eskmere.example", "Head of Legal Services", [Role.PUBLISHER], "planning-committee", None),
    ("manager@eskmere.example", "Democratic Services Manager", [Role.MANAGER], "planning-committee", None),
]


def make_clerks(path, today: date) -> str | None:
    """The log-ins, written to `path` for the owner alone; gives their one password, or None if there are users already."""
    User = get_user_model()
    if User.objects.exists():
        return None
    password = secrets.token_urlsafe(15)
    kept, committees = make_password(password), {row.slug: row for row in Committee.objects.all()}
    lines = [f"e-mail: {FIRST}", f"password: {password}"]
    for email, name, roles, slug, days in CLERKS:
        if slug and slug not in committees:
            continue
        user = User.objects.create(email=email, name=name, is_staff=True, password=kept)
        last = today + timedelta(days) if days else None
        for role in roles:
            Appointment.objects.create(
                user=user, role=role, committee=committees.get(slug), started_on=today, ended_on=last
            )
        if email != FIRST:
            lines.append(f"{email}: {roles[0]} of {committees.get(slug) or 'all committees'}, with the same password")
    item = (
        AgendaItem.objects.filter(meeting__date__gt=today).exclude(officer="").order_by("meeting__date", "pk").first()
    )
    if item:
        user = User.objects.create(email=AUTHOR, name=item.officer[:200], is_staff=True, password=kept)
        ReportAuthor.objects.create(user=user, item=item, started_on=today, ended_on=item.meeting.date)
        lines.append(f"{AUTHOR}: puts papers into one item, with the same password")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return password
