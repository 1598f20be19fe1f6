from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "rectify.accounts"
    label = "accounts"
    verbose_name = "人员与单位"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rectify.accounts.actions import (  # noqa: F401  declare what needs a second hand
            people_changes,
            unit_changes,
        )
        from rectify.accounts.pages.login.demands import OPTIONS
        from rectify.accounts.sentences import SENTENCES
        from rectify.audit.sentences import add
        from rectify.options.registry import declare

        add(SENTENCES)
        declare(*OPTIONS)
