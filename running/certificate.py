"""Until when the certificate of the site's own address is valid."""

import socket
import ssl
from datetime import UTC, datetime
from urllib.parse import urlsplit

PATIENCE = 10  # seconds


def certificate_of(site: str) -> tuple[datetime | None, str]:
    """When the certificate of an https address such as https://minutes.example.org ends (UTC), or what is wrong with it, as a
    sentence: it is asked for as a browser asks. Where nobody answers there, neither: a site may not be reached from within."""
    found = urlsplit(site)
    try:
        plain = socket.create_connection((found.hostname, found.port or 443), timeout=PATIENCE)
        with plain, ssl.create_default_context().wrap_socket(plain, server_hostname=found.hostname) as secured:
            ends = ssl.cert_time_to_seconds(secured.getpeercert()["notAfter"])
        return datetime.fromtimestamp(ends, UTC), ""
    except ssl.SSLCertVerificationError as error:
        return None, f"Browsers refuse the certificate of {found.hostname}: {error.verify_message}."
    except (OSError, ValueError):
        return None, ""
