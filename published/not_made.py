"""Why there is no PDF. It lies apart from what makes one, so that who only catches it need not load WeasyPrint."""


class PDFNotMade(Exception):
    """Why there is no PDF, in a sentence."""
