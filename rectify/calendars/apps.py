from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "rectify.calendars"
    label = "calendars"
    verbose_name = "工作日历"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rectify.audit.sentences import add

        add(
            {
                "calendars.day.set": "把 {day} 定为{what}（{name}）",
                "calendars.day.restore": "把 {day} 恢复默认：{what}",
                "calendars.day.import": "从《{source}》导入放假调休安排：新增 {added} 天，改 {changed} 天",
            }
        )
