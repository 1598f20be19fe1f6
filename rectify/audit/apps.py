from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "rectify.audit"
    label = "audit"
    verbose_name = "留痕"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rectify.audit import grants, seals
        from rectify.audit.sentences import add

        seals.register(*grants.SEALS)
        add({"audit.chainhead.verify": "核验操作记录：{result}"})
