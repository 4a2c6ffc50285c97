"""The forms of who logs in."""

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError


class LogInForm(AdminAuthenticationForm):
    """Django's, in our words: the same for a wrong password, an address without an account, and one that is closed."""

    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": "This e-mail address and this password don’t open an account here. Look at both once more: small and "
        "capital letters count in the password. If you have forgotten it, choose “Password forgotten?” below.",
    }


class CodeForm(forms.Form):
    """A code of the phone's, or a recovery code."""

    code = forms.CharField(
        label="Code",
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class PasswordToo(forms.Form):
    """Who changes how they log in says once more who they are: an open desk is not enough (ASVS 7.5.1)."""

    password = forms.CharField(
        label="Your password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request, *args, **kwargs):
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_password(self):
        password, user = self.cleaned_data["password"], self.request.user
        known = authenticate(self.request, username=user.email, password=password)
        if known is None or known.pk != user.pk:
            raise ValidationError("This is not your password.")
        return password


class CodeAndPasswordForm(CodeForm, PasswordToo):
    field_order = ["password", "code"]


class ForgottenForm(forms.Form):
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
