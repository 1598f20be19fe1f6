from django.urls import path

from rectify.roof.manual import views

urlpatterns = [
    path("", views.manual, name="manual"),
    path("<slug:slug>/", views.chapter, name="manual_chapter"),
]
