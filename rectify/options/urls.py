from django.urls import path

from rectify.options.pages import views

app_name = "options"

urlpatterns = [
    path("", views.options, name="list"),
    path("<str:key>/", views.edit, name="edit"),
    path("<str:key>/reset/", views.reset, name="reset"),
]
