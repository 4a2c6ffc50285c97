"""The whole site: the clerk's desk, and what the public reads."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from running.views import readyz

urlpatterns = [path("readyz", readyz, name="readyz"), path("", include("website.urls"))]
if settings.ROLE != "website":
    from desk.metrics import metrics

    urlpatterns = [path("admin/", admin.site.urls), path("metrics", metrics, name="metrics"), *urlpatterns]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "website.views.server_error"
