from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    name = "committees"
    verbose_name = "Committees and people"

    def ready(self):
        from accounts.removing import removed
        from committees.appointments import end_all

        removed.connect(end_all)
