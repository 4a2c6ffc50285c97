from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The wiring is an app only so that its commands (the worker) are found."""

    name = "config"
