"""The editor's settings. Plain data: the settings file imports it before Django is set up.

The server's cleaner decides what is kept; what stands here makes the editor offer the same and no more.
"""

# What the bundle holds and no clerk needs. Some would send the text of exempt business to strangers
# (exportpdf, scayt, wsc, embed…), some open old holes (iframe, flash, preview…), some make what is cleaned away.
# Not removed: ajax and xml, without which the paste filter for Word does not load.
REMOVED_PLUGINS = (
    "about autoembed bidi codesnippetgeshi colorbutton colordialog copyformatting devtools dialogadvtab div docprops "
    "elementspath embed embedbase embedsemantic exportpdf filebrowser find flash font forms iframe iframedialog image "
    "language mathjax newpage pagebreak preview print save scayt selectall showblocks smiley sourcearea stylescombo "
    "templates uploadimage uploadwidget wsc"
).split()

# h1 and h2 are let in so that Word's headings arrive as headings; the cleaner makes them h3.
ALLOWED_CONTENT = (
    "p br strong em s sub sup blockquote caption thead tbody tr h1 h2 h3 h4 h5 ul li; "
    "ol[start,type]{list-style-type}; a[!href]; table; th[scope,colspan,rowspan]; td[colspan,rowspan]; abbr[title]"
)

CKEDITOR_CONFIGS = {
    "default": {
        "toolbar": [
            ["Format", "Bold", "Italic"],
            ["NumberedList", "BulletedList", "Outdent", "Indent"],
            ["Link", "Unlink"],
            ["Table", "Blockquote"],
            ["PasteText", "RemoveFormat"],
            ["Undo", "Redo"],
            ["Maximize"],
        ],
        "format_tags": "p;h3;h4;h5",
        # divarea edits in the page itself: no frame, so no inline script, and the page's own style sheet applies.
        "extra_plugins": ["autolink", "divarea"],
        "removePlugins": ",".join(REMOVED_PLUGINS),
        "allowedContent": ALLOWED_CONTENT,
        "disallowedContent": "script style iframe object embed form svg math; *[on*]",
        "pasteFromWordRemoveFontStyles": True,
        "pasteFromWord_heuristicsEdgeList": True,
        "clipboard_handleImages": False,
        "linkShowAdvancedTab": False,
        "linkShowTargetTab": False,
        "linkDefaultProtocol": "https://",
        "disableNativeSpellChecker": False,
        "versionCheck": False,
        "entities": False,
        "width": "100%",
        "height": "auto",  # grows with its text; desk.css says how small and how tall,
    }
}
