from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "rectify.drafts"
    label = "drafts"
    verbose_name = "草稿"
    default_auto_field = "django.db.models.BigAutoField"
