from django.urls import path

from rectify.options.pages import storage, views

app_name = "options"

urlpatterns = [
    path("", views.options, name="list"),
    path("storage/", storage.storage, name="storage"),
    path("<str:key>/", views.edit, name="edit"),
    path("<str:key>/reset/", views.reset, name="reset"),
]
