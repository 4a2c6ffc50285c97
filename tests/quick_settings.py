"""The settings of second installations: the product's own, but that a log-in takes no half second of a processor, and no phone.

MINUTEBOOK_TESTS_PHONE asks for one, as the product does."""

import os

from config import settings

globals().update({name: value for name, value in vars(settings).items() if name.isupper()})
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
FORCES_SECOND_FACTOR = bool(os.environ.get("MINUTEBOOK_TESTS_PHONE"))
