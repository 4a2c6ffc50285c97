"""A browser keeps our style sheets for ever and sees each new one at once; the editor finds its own files."""

from django.contrib.staticfiles import finders

from config.staticfiles import HashedExceptEditor


def test_our_files_carry_a_digest_and_the_editors_keep_their_names(tmp_path):
    storage = HashedExceptEditor(location=tmp_path, base_url="/static/")
    names = ["website/site.css", "ckeditor/ckeditor/config.js"]
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text("/* a file */")
    list(storage.post_process({name: (storage, name) for name in names}))
    first = storage.url(names[0], force=True)
    assert first.startswith("/static/website/site.") and first != "/static/website/site.css"
    assert storage.url(names[1], force=True) == "/static/ckeditor/ckeditor/config.js"
    assert [path.name for path in (tmp_path / "ckeditor").rglob("*.js")] == ["config.js"]
    (tmp_path / names[0]).write_text("/* a new file */")
    list(storage.post_process({names[0]: (storage, names[0])}))
    second = storage.url(names[0], force=True)
    assert second != first and (tmp_path / second.removeprefix("/static/")).read_text() == "/* a new file */"


def test_our_own_files_and_the_editors_are_found():
    assert finders.find("website/site.css") and finders.find("ckeditor/ckeditor/config.js")
