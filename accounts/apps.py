from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Accounts"

    def ready(self):
        from axes.signals import user_locked_out  # which also has its count done before ours is asked

        from accounts import logging_in, second_factor

        user_logged_in.connect(second_factor.begin)
        user_login_failed.connect(logging_in.refused)
        user_locked_out.connect(logging_in.locked_out)
        user_logged_out.connect(logging_in.logged_out)
