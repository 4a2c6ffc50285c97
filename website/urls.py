"""Public addresses: a promise to readers who keep links. Changing one needs a redirect."""

from django.urls import path

from website import (
    attendance,
    calendar_pages,
    calendars,
    committees,
    converters,  # noqa: F401  it registers <meeting:…>, <pdf:…> and their like
    feeds,
    help,
    history,
    matters,
    open_data,
    papers,
    people,
    proof,
    register,
    restricted,
    search,
    sitemap,
    subscribing,
    views,
)

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
    path("committees/<slug:committee>/<meeting:slug>/<pdf:name>.pdf", papers.pdf, name="pdf"),
    path("committees/<slug:committee>/<meeting:slug>/publications/", history.publications, name="publications"),
    path(
        "committees/<slug:committee>/<meeting:slug>/publications/<int:number>/", views.publication, name="publication"
    ),
    path(
        "committees/<slug:committee>/<meeting:slug>/publications/<int:number>/changes/",
        history.changes,
        name="changes",
    ),
    path(
        "committees/<slug:committee>/<meeting:slug>/publications/<int:number>/supplement.pdf",
        papers.supplement,
        name="supplement",
    ),
    path("committees/<slug:committee>/<meeting:slug>/attendance/", attendance.attendance, name="attendance"),
    path("committees/<slug:committee>/<meeting:slug>/<slug:item>/", views.item, name="item"),
    path("committees/<slug:committee>/<meeting:slug>/<slug:item>/item.pdf", papers.item, name="item.pdf"),
    # /proof/
    path("proof/", proof.proof, name="proof"),
    path("proof/chain.jsonl", proof.chain, name="chain"),
    path("proof/records/<sequence:sequence>", proof.record, name="record"),
    # /reasons-restricted/
    path("reasons-restricted/", restricted.reasons, name="reasons_restricted"),
    # /meetings/
    path("meetings/", calendar_pages.meetings, name="meetings"),
    path("meetings/<year:year>/<month:month_number>/", calendar_pages.month_page, name="month"),
    # /matters/
    path("matters/<sequence:matter>/", matters.matter, name="matter"),
    # /decisions/
    path("decisions/", register.register, name="decisions"),
    path("decisions.csv", register.as_csv, name="decisions.csv"),
    path("decisions.json", register.as_json, name="decisions.json"),
    path("decisions.atom", register.as_atom, name="decisions.atom"),
    # /people/
    path("people/", people.index, name="people"),
    path("people/<slug:person>/", people.page_of, name="person"),
    path("people/<slug:person>/photo", people.photo, name="photo"),
    # /search/
    path("search/", search.search_page, name="search"),
    path("search.json", search.search_json, name="search-json"),
    # feeds and calendars
    path("feed.atom", feeds.everything, name="feed"),
    path("committees/<slug:committee>/feed.atom", feeds.of_committee, name="feed of a committee"),
    path("meetings/calendar.ics", calendars.everything, name="calendar"),
    path("committees/<slug:committee>/calendar.ics", calendars.of_committee, name="calendar of a committee"),
    path("committees/<slug:committee>/<meeting:slug>/calendar.ics", calendars.of_meeting, name="calendar of a meeting"),
    # /api/ and twins
    path("committees.json", open_data.committees, name="committees.json"),
    path("committees/<slug:slug>.json", open_data.committee, name="committee.json"),
    path("committees/<slug:committee>/<meeting:slug>/meeting.json", open_data.meeting, name="meeting.json"),
    path("committees/<slug:committee>/<meeting:slug>/publications.json", open_data.publications, name="log.json"),
    path("committees/<slug:committee>/<meeting:slug>/<slug:item>/item.json", open_data.item, name="item.json"),
    path("api/", open_data.index, name="api"),
    path("api/bodies", open_data.bodies, name="api bodies"),
    path("api/people", open_data.people, name="api people"),
    path("api/meetings", open_data.changed_meetings, name="api meetings"),
    path("api/decisions", open_data.changed_decisions, name="api decisions"),
    path("api/schemas/<slug:name>.json", open_data.schema, name="schema"),
    # /subscribe/
    path("subscribe/", subscribing.subscribe, name="subscribe"),
    path("subscribe/sent/", subscribing.look_in_your_mailbox, name="look_in_your_mailbox"),
    path("subscribe/confirm/<token:token>/", subscribing.confirm, name="confirm"),
    path("subscribe/<token:token>/", subscribing.manage, name="alerts"),
    path("subscribe/<token:token>/stop/", subscribing.stop, name="stop"),
    # help, accessibility, robots
    path("taking-part/", help.taking_part, name="taking_part"),
    path("words/", help.words, name="words"),
    path("accessibility/", help.accessibility, name="accessibility"),
    path("look.css", help.look, name="look"),
    path("styleguide/", help.styleguide, name="styleguide"),
    path("robots.txt", help.robots, name="robots"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap-pages.xml", sitemap.pages, name="sitemap_pages"),
    path("sitemap-<year_month:month>.xml", sitemap.month, name="sitemap_month"),
    # /documents/<sha256>/<file name>
    path("documents/<sha256:sha256>/<file:file_name>", papers.document, name="document"),
]
