from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "rectify.drafts"
    label = "drafts"
    verbose_name = "草稿"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rectify.drafts.sent_files import Arrivals
        from rectify.lib.uploads import waits_in

        waits_in(Arrivals())
