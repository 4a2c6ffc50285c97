"""The addresses of who logs in, below the desk's. Those of the first list are for everybody: nobody is logged in there yet."""

from django.urls import path

from accounts import views


def addresses(site) -> list:
    """For a site of Django's admin, which guards those of the second list."""
    return [
        path("login/second-step/", views.second_step, name="second_step"),
        path("login/forgotten/", views.forgotten, name="forgotten"),
        path("login/forgotten/sent/", views.forgotten_sent, name="forgotten_sent"),
        path("login/invited/<uidb64>/<token>/", views.Invited.as_view(), name="invited"),
        path("login/new-password/<uidb64>/<token>/", views.NewPassword.as_view(), name="new_password"),
        path("login/second-factor/", views.set_up, name="second_factor"),
        path("account/", site.admin_view(views.account), name="account"),
        path("account/recovery-codes/", site.admin_view(views.recovery_codes), name="recovery_codes"),
        path("account/log-out-everywhere/", site.admin_view(views.log_out_everywhere), name="log_out_everywhere"),
    ]
