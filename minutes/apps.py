from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class MinutesConfig(AppConfig):
    name = "minutes"
    verbose_name = "Meetings and minutes"

    def ready(self):
        user_logged_in.connect(prune_typing, dispatch_uid="prune_typing")


def prune_typing(**of_the_log_in) -> None:
    from minutes.models import Typing

    Typing.objects.prune()
