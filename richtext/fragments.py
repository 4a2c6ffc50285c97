"""The council's own header, navigation and footer around every page: a few lines of HTML from its own website, made safe."""

import nh3
from django.core.validators import MaxLengthValidator
from django.db import models

from richtext.links import relative_address

LONGEST = 10_000  # characters; every page carries them
FRAGMENT = nh3.Cleaner(
    tags=set("p br strong em span ul ol li a".split()),
    attributes={"a": {"href", "lang"}, "span": {"lang"}, "li": {"lang"}, "p": {"lang"}},
    url_schemes={"http", "https", "mailto", "tel"},
    url_relative=relative_address,
    link_rel=None,
)


def clean_fragment(html: str) -> str:
    """The fragment without anything but words, lists and links: no script, style, picture or form of it is left, and so no
    request to another host. What is too long is returned as it is, for the field to refuse. Raises nothing."""
    return FRAGMENT.clean(html).strip() if len(html) <= LONGEST else html


class FragmentField(models.TextField):
    """HTML of a header or footer, cleaned on every way into the database."""

    default_validators = [
        MaxLengthValidator(
            LONGEST, "%(limit_value)d characters are kept here, because every page has them; this has %(show_value)d."
        )
    ]

    def to_python(self, value):
        value = super().to_python(value)
        return clean_fragment(value) if isinstance(value, str) else value

    def get_db_prep_save(self, value, connection):
        return super().get_db_prep_save(
            clean_fragment(value[:LONGEST]) if isinstance(value, str) else value, connection
        )
