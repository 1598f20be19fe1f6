from django.apps import AppConfig


class BackupsConfig(AppConfig):
    name = "rectify.backups"
    label = "backups"
    verbose_name = "备份与还原"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rectify.audit.sentences import add
        from rectify.backups.sentences import SENTENCES

        add(SENTENCES)
