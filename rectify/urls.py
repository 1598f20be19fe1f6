"""Every address of the application: a line for each app."""

from django.urls import path

from rectify import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
]
