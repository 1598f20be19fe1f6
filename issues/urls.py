from django.urls import path

from issues.views import evidence, issues

app_name = "issues"

urlpatterns = [
    path("issues/<str:public_id>/", issues.detail, name="detail"),
    path("issues/<str:public_id>/evidence/", evidence.upload, name="evidence_upload"),
    path("evidence/<str:public_id>/", evidence.file, name="evidence_file"),
    path("evidence/<str:public_id>/view/", evidence.preview, name="evidence_preview"),
    path("evidence/<str:public_id>/inline/", evidence.inline, name="evidence_inline"),
    path("evidence/<str:public_id>/edit/", evidence.edit, name="evidence_edit"),
    path("evidence/<str:public_id>/replace/", evidence.replace, name="evidence_replace"),
    path("evidence/<str:public_id>/withdraw/", evidence.withdraw, name="evidence_withdraw"),
]
