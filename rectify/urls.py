"""Every address of the application: a line for each app."""

from django.urls import include, path

from rectify import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("", include("issues.urls")),
    path("", include("ledgers.urls")),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.broken
