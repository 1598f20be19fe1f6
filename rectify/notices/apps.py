from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "rectify.notices"
    label = "notices"
    verbose_name = "提醒与通知"
    default_auto_field = "django.db.models.BigAutoField"
