from django.urls import path

from rectify.audit.pages import views

app_name = "audit"

urlpatterns = [
    path("", views.events, name="events"),
    path("verify/", views.verify, name="verify"),
    path("proof/", views.proof, name="proof"),
    path("proof/begin/", views.begin_proof, name="begin_proof"),
    path("<int:number>/", views.event, name="event"),
]
