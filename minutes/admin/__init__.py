"""The clerk's desk: meetings, their items, minutes and decisions."""

from django.contrib import admin

from minutes.admin.item import AgendaItemAdmin
from minutes.admin.meeting import MeetingAdmin
from minutes.admin.motion import MotionAdmin

__all__ = ["AgendaItemAdmin", "MeetingAdmin", "MotionAdmin"]

admin.site.site_header = "Minutebook"
admin.site.site_title = "Minutebook"
admin.site.index_title = "The clerk’s desk"
