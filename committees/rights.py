"""What a user may do where: by their appointments, and by the rights of Django's own, which count in all committees.

A row that belongs to a committee says so by its model's COMMITTEE, the way from it to the committee ("meeting__committee").
A page about one row asks within that row's committee alone, from `work_at` on."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import BigIntegerField, Model, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from committees.appointments import Appointment
from committees.roles import TABLE, Role

ALL = None  # the committee of what counts in every committee
Cover = dict[int | None, frozenset[str]]


class RightsByCommittee(ModelBackend):
    """Django asks here what somebody may do. Without a row: in the committee that they work at, or else in any."""

    def get_all_permissions(self, user_obj, obj=None):
        cover = cover_of(user_obj)
        here = _committee_asked(user_obj, obj)
        if here == "any":
            return set().union(*cover.values())
        found = cover[ALL] | cover.get(here, frozenset())
        if here is ALL and obj is not None:  # a row of all committees is everybody's to see
            found |= {right for right in set().union(*cover.values()) if ".view_" in right}
        return found


def _committee_asked(user, row: Model | None) -> int | str | None:
    if row is not None and hasattr(row, "COMMITTEE"):
        return committee_of(row)
    return getattr(user, "works_at", "any")


def cover_of(user) -> Cover:
    """The user's rights by the ids of committees, under ALL those that count everywhere. One query, remembered by the user."""
    if not hasattr(user, "_cover"):
        user._cover = {ALL: frozenset()} if not user.is_active or user.is_anonymous else _asked_for(user)
    return user._cover


def _asked_for(user) -> Cover:
    django_s = Permission.objects.filter(Q(user=user.pk) | Q(group__user=user.pk)).order_by()
    appointments = Appointment.objects.filter(user=user.pk).on(timezone.localdate()).order_by()
    rows = django_s.values_list("content_type__app_label", "codename", Cast(Value(None), BigIntegerField())).union(
        appointments.values_list(Value(""), "role", "committee")
    )
    cover = {ALL: frozenset()}
    for app, name, committee in rows:
        rights = {f"{app}.{name}"} if app else _rights_of(Role(name), committee)
        cover[committee] = cover.get(committee, frozenset()) | rights
    return cover


def _rights_of(role: Role, committee: int | None) -> frozenset[str]:
    known = TABLE[role]
    return known.there | known.of_all if committee is ALL else known.there


def committee_of(row: Model) -> int | None:
    """The id of the committee that the row belongs to."""
    *above, last = row.COMMITTEE.split("__")
    for name in above:
        row = getattr(row, name)
    return row.pk if last == "pk" else getattr(row, f"{last}_id")


def work_at(user, row: Model) -> None:
    """From here on the user may do what they may do in the row's committee, and nothing else."""
    if (committee := committee_of(row)) is not ALL:
        user.works_at = committee


def where(user, *rights: str) -> set[int] | None:
    """The committees in which the user has one of the rights; ALL if it counts in every one."""
    if user.is_active and user.is_superuser:
        return ALL
    found = {committee for committee, has in cover_of(user).items() if has.intersection(rights)}
    return ALL if ALL in found else found


def narrowed(rows: QuerySet, user, *rights: str) -> QuerySet:
    """Those of the rows that belong to a committee in which the user has one of the rights. No query but for the rights."""
    found, path = where(user, *rights), rows.model.COMMITTEE
    return rows if found is ALL else rows.filter(**{f"{path}__in": found})


def visible(rows: QuerySet, user) -> QuerySet:
    """Those of the rows that the user may see: who may change or delete may also see, and what is of all committees is
    everybody's."""
    app, name = rows.model._meta.app_label, rows.model._meta.model_name
    found = where(user, *(f"{app}.{verb}_{name}" for verb in ("view", "change", "delete")))
    path = rows.model.COMMITTEE
    if found is ALL:
        return rows
    mine = Q(**{f"{path}__in": found})
    return rows.filter(mine | Q(**{path: None}) if found and is_optional(rows.model) else mine)


def is_optional(model: type[Model]) -> bool:
    """Whether a row of the model may belong to all committees."""
    path = model.COMMITTEE
    return "__" not in path and model._meta.get_field(path).null if path != "pk" else False
