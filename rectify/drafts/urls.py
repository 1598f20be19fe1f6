from django.urls import path

from rectify.drafts.pages import views

app_name = "drafts"

urlpatterns = [
    path("", views.listing, name="list"),
    path("kept/", views.kept, name="kept"),
    path("keep/", views.keep, name="keep"),
    path("drop/", views.drop, name="drop"),
    path("files/", views.choose, name="choose"),
]
