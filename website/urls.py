"""Public addresses: a promise to readers who keep links. Changing one needs a redirect."""

from django.urls import path

from website import attendance, calendar_pages, committees, converters, people, proof, views  # noqa: F401  converters registers <meeting:…>, <pdf:…> and their like

app_name = "website"
urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("logo", views.logo, name="logo"),
    # /committees/
    path("committees/", committees.index, name="committees"),
    path("committees/<slug:slug>/", committees.page_of, name="committee"),
    path("committees/<slug:committee>/progress/", views.progress, name="progress"),
    # /committees/<committee>/<date>/
    path("committees/<slug:committee>/<meeting:slug>/", views.meeting, name="meeting"),
    path("committees/<slug:committee>/<meeting:slug>/<pdf:name>.pdf", views.pdf, name="pdf"),
    path(
        "committees/<slug:committee>/<meeting:slug>/publications/<int:number>/", views.publication, name="publication"
    ),
    path("committees/<slug:committee>/<meeting:slug>/attendance/", attendance.attendance, name="attendance"),
    path("committees/<slug:committee>/<meeting:slug>/<slug:item>/", views.item, name="item"),
    # /proof/
    path("proof/", proof.proof, name="proof"),
    path("proof/chain.jsonl", proof.chain, name="chain"),
    path("proof/records/<sequence:sequence>", proof.record, name="record"),
    # /meetings/
    path("meetings/", calendar_pages.meetings, name="meetings"),
    path("meetings/<year:year>/<month:month_number>/", calendar_pages.month_page, name="month"),
    # /matters/
    # /decisions/
    # /people/
    path("people/", people.index, name="people"),
    path("people/<slug:person>/", people.page_of, name="person"),
    path("people/<slug:person>/photo", people.photo, name="photo"),
    # /search/
    # feeds and calendars
    # /api/ and twins
    # /subscribe/
    # help, accessibility, robots
    # /documents/<sha256>/<file name>
    path("documents/<sha256:sha256>/<file:file_name>", views.document, name="document"),
]
