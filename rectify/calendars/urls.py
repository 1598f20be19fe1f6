from django.urls import path

from rectify.calendars.pages import views

app_name = "calendars"

urlpatterns = [
    path("", views.days, name="days"),
    path("restore/", views.restore, name="restore"),
    path("import/", views.load, name="load"),
]
