from django.apps import AppConfig


class IssuesConfig(AppConfig):
    name = "issues"
    label = "issues"
    verbose_name = "问题整改"
    default_auto_field = "django.db.models.BigAutoField"
