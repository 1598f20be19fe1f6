from django.urls import path

from issues.views import issues

app_name = "issues"

urlpatterns = [
    path("issues/<str:public_id>/", issues.detail, name="detail"),
]
