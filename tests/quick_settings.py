"""The settings of second installations: the product's own, but that a log-in takes no half second of a processor."""

from config import settings

globals().update({name: value for name, value in vars(settings).items() if name.isupper()})
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
