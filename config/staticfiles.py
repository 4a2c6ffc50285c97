"""How static files are named."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class HashedExceptEditor(ManifestStaticFilesStorage):
    """Names carry a digest, so that they may be kept for ever; but for the editor, which finds its own 1,200 files by
    their plain names: hashing those would make 38 MB of copies that nothing asks for."""

    manifest_strict = False
    support_js_module_import_aggregation = True  # a module is loaded once, by the name that has its digest

    def post_process(self, paths, dry_run=False, **options):
        ours = {name: path for name, path in paths.items() if not name.startswith("ckeditor/")}
        yield from super().post_process(ours, dry_run, **options)

    def stored_name(self, name):
        return name if name.startswith("ckeditor/") else super().stored_name(name)
