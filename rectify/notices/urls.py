from django.urls import path

from rectify.notices.pages import views

app_name = "notices"

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("read/", views.read_all, name="read_all"),
    path("sending/", views.sending, name="sending"),
    path("sending/<int:pk>/", views.send_again, name="send_again"),
    path("<int:pk>/", views.open_one, name="open"),
]
