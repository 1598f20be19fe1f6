from django.urls import path

from rectify.audit.pages import views

app_name = "audit"

urlpatterns = [
    path("", views.events, name="events"),
    path("verify/", views.verify, name="verify"),
    path("<int:number>/", views.event, name="event"),
]
