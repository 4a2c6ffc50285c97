"""The whole site: the clerk's desk, and what the public reads."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [path("", include("website.urls"))]
if settings.ROLE != "website":
    urlpatterns.insert(0, path("admin/", admin.site.urls))

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "website.views.server_error"
