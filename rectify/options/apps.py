from django.apps import AppConfig


class OptionsConfig(AppConfig):
    name = "rectify.options"
    label = "options"
    verbose_name = "运行选项"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rectify.audit import seals
        from rectify.audit.sentences import add
        from rectify.options import actions  # noqa: F401  declares what needs a second hand
        from rectify.options.registry import declare
        from rectify.options.seals import SEALS
        from rectify.options.storage import OPTIONS

        seals.register(*SEALS)
        declare(*OPTIONS)
        add(
            {
                "options.storedoption.set": "把{office}的“{title}”由“{before}”改为“{after}”",
                "options.storedoption.reset": "{office}的“{title}”恢复原值“{after}”",
            }
        )
