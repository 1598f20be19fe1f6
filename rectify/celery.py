"""Celery and the whole timetable. A message is a hint, the database is the truth: every task may be lost or come twice."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rectify.settings")

app = Celery("rectify")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "每分钟：导入中断的放回": {
        "task": "ledgers.tasks.sweep_batches",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "每分钟：心跳": {"task": "rectify.tasks.heartbeat", "schedule": crontab(), "options": {"expires": 55}},
    "每分钟：周调度、提醒、补发": {"task": "issues.tasks.tick", "schedule": crontab(), "options": {"expires": 55}},
    "每分钟：另存操作记录的链头": {
        "task": "rectify.tasks.keep_head",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "每分钟：接着核验封存的内容，夜里另起一次": {
        "task": "rectify.tasks.prove",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "每分钟：办两个人都同意了的变更": {
        "task": "rectify.tasks.carry_out_changes",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "每五分钟：没写完的成批文书接着写": {
        "task": "ledgers.tasks.go_on_with_bundles",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 240},
    },
    "每夜：清走一周以前的成批文书": {
        "task": "ledgers.tasks.sweep_bundles",
        "schedule": crontab(hour=2, minute=40),
        "options": {"expires": 3600},
    },
    "每分钟：请求太频繁的记进日志并告警": {
        "task": "rectify.tasks.tell_throttled",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "每一刻钟：看各处是否正常，不正常的告警": {
        "task": "rectify.tasks.look_after",
        "schedule": crontab(minute="7,22,37,52"),
        "options": {"expires": 600},
    },
    "每一刻钟：上一小时的接口调用记进日志": {
        "task": "rectify.tasks.tell_key_uses",
        "schedule": crontab(minute="3,18,33,48"),
        "options": {"expires": 600},
    },
    "每夜：记下到期未报的节点": {
        "task": "issues.tasks.record_slips",
        "schedule": crontab(hour=0, minute=20),
        "options": {"expires": 3600},
    },
    "每夜：备份，并检查已有的备份": {
        "task": "rectify.backups.tasks.nightly",
        "schedule": crontab(hour=1, minute=0),
        "options": {"expires": 3600},
    },
    "每分钟：归档数据库日志的，新文件也存进备份": {
        "task": "rectify.backups.tasks.keep_files",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "每月：还原演练": {
        "task": "rectify.backups.tasks.monthly",
        "schedule": crontab(day_of_month=3, hour=4, minute=30),
        "options": {"expires": 3600},
    },
    "每天早上：亮灯提醒": {
        "task": "issues.tasks.tell_lights",
        "schedule": crontab(hour=8, minute=20),
        "options": {"expires": 3600},
    },
    "每夜：异议期满": {
        "task": "ledgers.tasks.end_windows",
        "schedule": crontab(hour=0, minute=30),
        "options": {"expires": 3600},
    },
    "每夜：记下周末、月末、会议、转段的结存": {
        "task": "ledgers.tasks.take_snapshots",
        "schedule": crontab(hour=0, minute=10),
        "options": {"expires": 3600},
    },
    "每夜：生成上月和会前的对账单": {
        "task": "ledgers.tasks.draw_up_statements",
        "schedule": crontab(hour=0, minute=40),
        "options": {"expires": 3600},
    },
    "每夜：清理没有登记的核查材料": {
        "task": "ledgers.tasks.sweep_visit_files",
        "schedule": crontab(hour=3, minute=40),
        "options": {"expires": 3600},
    },
    "每夜：补查佐证的文字": {
        "task": "issues.tasks.check_waiting",
        "schedule": crontab(hour=2, minute=0),
        "options": {"expires": 3600},
    },
    "每夜：补查核查材料的文字": {
        "task": "ledgers.tasks.check_waiting",
        "schedule": crontab(hour=2, minute=10),
        "options": {"expires": 3600},
    },
    "每夜：清理过期的草稿和登录": {
        "task": "rectify.tasks.forget_drafts",
        "schedule": crontab(hour=3, minute=20),
        "options": {"expires": 3600},
    },
    "每夜：清理没有登记的佐证文件": {
        "task": "issues.tasks.sweep_files",
        "schedule": crontab(hour=3, minute=30),
        "options": {"expires": 3600},
    },
}
