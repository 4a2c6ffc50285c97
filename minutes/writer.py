"""Who is at the desk: the author of what this request writes."""

from minutes.models.wording import ask_writer


def know_the_writer(get_response):
    """A middleware after the log-in. It asks the database nothing: that happens when something is written."""

    def middleware(request):
        known = ask_writer.set(lambda: request.user if request.user.is_authenticated else None)
        try:
            return get_response(request)
        finally:
            ask_writer.reset(known)

    return middleware
