from axes import apps as axes
from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.contrib.auth import apps as auth


class ConfigConfig(AppConfig):
    """The wiring is an app only so that its commands (the worker) are found."""

    name = "config"


class LogInAttempts(axes.AppConfig):
    """django-axes, in the words of who looks at the desk."""

    default = False
    verbose_name = "Log-in attempts"


class GroupsOfRights(auth.AuthConfig):
    """Django's groups, which is what the desk shows of it."""

    default = False
    verbose_name = "Groups of rights"


class ClerksDesk(admin.AdminConfig):
    """Django's admin, with a first page of our own."""

    default = False
    default_site = "desk.site.Desk"
