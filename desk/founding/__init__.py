"""The beginning of an installation: manage.py new_council puts in the organisation, its manager, committees and people."""
