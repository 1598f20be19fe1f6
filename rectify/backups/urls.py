from django.urls import path

from rectify.backups.pages import views

app_name = "backups"

urlpatterns = [
    path("", views.backups, name="backups"),
    path("waiting/", views.waiting, name="waiting"),
    path("confirm/", views.confirm, name="confirm"),
]
