"""Public addresses: a promise to readers who keep links. Changing one needs a redirect."""

from django.urls import path

from website import converters, history, matters, proof, restricted, views  # noqa: F401  converters registers <meeting:…>, <pdf:…> and their like

app_name = "website"
urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("logo", views.logo, name="logo"),
    # /committees/
    path("committees/", views.committees, name="committees"),
    path("committees/<slug:slug>/", views.committee, name="committee"),
    path("committees/<slug:committee>/progress/", views.progress, name="progress"),
    # /committees/<committee>/<date>/
    path("committees/<slug:committee>/<meeting:slug>/", views.meeting, name="meeting"),
    path("committees/<slug:committee>/<meeting:slug>/<pdf:name>.pdf", views.pdf, name="pdf"),
    path("committees/<slug:committee>/<meeting:slug>/publications/", history.publications, name="publications"),
    path(
        "committees/<slug:committee>/<meeting:slug>/publications/<int:number>/", views.publication, name="publication"
    ),
    path(
        "committees/<slug:committee>/<meeting:slug>/publications/<int:number>/changes/",
        history.changes,
        name="changes",
    ),
    path("committees/<slug:committee>/<meeting:slug>/<slug:item>/", views.item, name="item"),
    # /proof/
    path("proof/", proof.proof, name="proof"),
    path("proof/chain.jsonl", proof.chain, name="chain"),
    path("proof/records/<sequence:sequence>", proof.record, name="record"),
    # /reasons-restricted/
    path("reasons-restricted/", restricted.reasons, name="reasons_restricted"),
    # /meetings/
    # /matters/
    path("matters/<sequence:matter>/", matters.matter, name="matter"),
    # /decisions/
    # /people/
    # /search/
    # feeds and calendars
    # /api/ and twins
    # /subscribe/
    # help, accessibility, robots
    # /documents/<sha256>/<file name>
    path("documents/<sha256:sha256>/<file:file_name>", views.document, name="document"),
]
