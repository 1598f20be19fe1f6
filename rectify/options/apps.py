from django.apps import AppConfig


class OptionsConfig(AppConfig):
    name = "rectify.options"
    label = "options"
    verbose_name = "运行选项"
    default_auto_field = "django.db.models.BigAutoField"
