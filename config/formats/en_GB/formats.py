"""Times at the desk as councils write them, 19:30 instead of Django's 7:30 p.m.; what is not named here stays Django's."""

TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j M Y, H:i"
