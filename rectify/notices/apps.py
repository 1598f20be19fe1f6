from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "rectify.notices"
    label = "notices"
    verbose_name = "提醒与通知"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from rectify.audit.sentences import add
        from rectify.notices.options import OPTIONS
        from rectify.options.registry import declare

        declare(*OPTIONS)
        add({"notices.digest.retry": "重发通知汇总 {digest}"})
