from django.apps import AppConfig

from rectify.celery import app as celery_app

__all__ = ["RectifyConfig", "celery_app"]  # the tasks of all apps are of this one, from the first on


class RectifyConfig(AppConfig):
    name = "rectify"
    label = "rectify"
    verbose_name = "整改后半篇"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rectify import checks  # noqa: F401  importing registers them
        from rectify.lib.complaints import speak_plainly
        from rectify.options.registry import declare
        from rectify.roof.frame import OPTIONS

        declare(*OPTIONS)
        speak_plainly()
        from rectify.audit import sentences

        sentences.add({"demo.build": "建立演示城市", "accounts.administrator.create": "建立{label}账号 {username}"})
