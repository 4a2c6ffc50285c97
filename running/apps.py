from django.apps import AppConfig


class RunningConfig(AppConfig):
    name = "running"
    verbose_name = "Running the site"
