"""manage.py reset_second_factor E-MAIL"""

from django.core.management.base import BaseCommand, CommandError

from accounts import second_factor
from accounts.models import User


class Command(BaseCommand):
    help = (
        "Take away the second factor of somebody without phone and recovery codes, where no manager is left to do it."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", metavar="E-MAIL")

    def handle(self, *, email, **options):
        user = User.objects.filter(email=User.objects.normalize_email(email)).first()
        if user is None:
            raise CommandError(f"There is no account with the e-mail address {email}. Nothing was changed.")
        if not second_factor.has_one(user):
            raise CommandError(f"{user} has no second factor. Nothing was changed.")
        second_factor.reset(user, None, None)
        self.stdout.write(f"The second factor of {user} is reset, and they are logged out everywhere.")
