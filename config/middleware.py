"""What every answer passes through."""


def no_store_unless_said(get_response):
    """No cache may keep an answer that does not say so itself: the clerk's desk, previews, errors, an unknown address."""

    def middleware(request):
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response

    return middleware
