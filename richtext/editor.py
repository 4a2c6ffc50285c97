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

# h1 and h2 are let in so that Word's headings arrive as headings; the cleaner makes them h3. What tracked changes deleted,
# what was hidden and what a picture showed are let in so that the cleaner takes them out and says so: left to the editor,
# deleted and hidden words would come to light, and a picture would go in silence.
ALLOWED_CONTENT = (
    "p br strong em u s sub sup blockquote caption thead tbody tr h1 h2 h3 h4 h5 h6 ul li del ins; "
    "img[alt,!src]; span(*)[hidden]{display,visibility,mso-hide,font-family}; "
    "p h1 h2 h3 h4 h5 h6 li td[hidden]{display,visibility}; "
    "ol[start,type]{list-style-type}(round-*,half-*); a[!href]; table; th[scope,colspan,rowspan]; td[colspan,rowspan]; "
    "abbr[title]"
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
        "format_tags": "p;h3;h4;h5;h6",
        # divarea edits in the page itself: no frame, so no inline script, and the page's own style sheet applies.
        "extra_plugins": ["autolink", "divarea"],
        "removePlugins": ",".join(REMOVED_PLUGINS),
        "allowedContent": ALLOWED_CONTENT,
        "disallowedContent": "script style iframe object embed form svg math; *[on*]",
        "pasteFromWordRemoveFontStyles": False,  # ü in Wingdings is a tick: the cleaner must see the font
        "pasteFromWord_heuristicsEdgeList": True,
        "clipboard_handleImages": False,
        "linkShowAdvancedTab": False,
        "linkShowTargetTab": False,
        "linkDefaultProtocol": "https://",
        "disableNativeSpellChecker": False,
        "versionCheck": False,
        "entities": False,
        "width": "100%",
        "height": "auto",  # grows with its text; richtext/editor.css says how small and how tall,
    }
}
