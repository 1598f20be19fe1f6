"""Every address of the application: a line for each app."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from rectify import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/v1/", include(("rectify.apiurls", "api"))),
    path("", include("issues.urls")),
    path("", include("ledgers.urls")),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.broken
