"""Every address of the application: a line for each app."""

from django.urls import include, path

from rectify.roof import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("api/v1/schema/", views.Schema.as_view(), name="schema"),
    path("api/v1/", include(("rectify.roof.apiurls", "api"))),
    path("notices/", include("rectify.notices.urls")),
    path("manual/", include("rectify.roof.manual.urls")),
    path("drafts/", include("rectify.drafts.urls")),
    path("backups/", include("rectify.backups.urls")),
    path("", include("rectify.accounts.urls")),
    path("audit/", include("rectify.audit.urls")),
    path("options/", include("rectify.options.urls")),
    path("calendar/", include("rectify.calendars.urls")),
    path("", include("issues.urls")),
    path("", include("ledgers.urls")),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.broken
