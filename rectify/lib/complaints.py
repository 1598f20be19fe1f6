"""What a form says when a value will not do, in words that name the cure (docs/rules.md: reason-and-cure).

Django's own translations speak of fields and variables. They are class attributes, read each time: `speak_plainly`, called
once when the application starts, replaces them for every form.
"""

from typing import Any

from django import forms
from django.core import validators

BY_FIELD: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {"required": "请填写"},
    forms.ChoiceField: {"required": "请选一项", "invalid_choice": "“%(value)s”不在可选的范围内，请重新选"},
    forms.MultipleChoiceField: {"required": "请至少选一项", "invalid_choice": "“%(value)s”不在可选的范围内，请重新选"},
    forms.ModelChoiceField: {"required": "请选一项", "invalid_choice": "所选的不在可选的范围内，请重新选"},
    forms.ModelMultipleChoiceField: {
        "required": "请至少选一项",
        "invalid_choice": "所选的不在可选的范围内，请重新选",
        "invalid_pk_value": "所选的不在可选的范围内，请重新选",
    },
    forms.DateField: {"invalid": "不是日期，请写成 2026-11-30 的样子"},
    forms.TimeField: {"invalid": "不是时间，请写成 17:00 的样子"},
    forms.DateTimeField: {"invalid": "不是时间，请写成 2026-11-30 17:00 的样子"},
    forms.IntegerField: {"invalid": "请填整数"},
    forms.DecimalField: {"invalid": "请填数字"},
    forms.FileField: {
        "required": "请选文件",
        "missing": "请选文件",
        "invalid": "没有收到文件，请重新选",
        "empty": "这个文件是空的，请换一份",
        "max_length": "文件名最多 %(max)d 个字，现有 %(length)d 个字",
    },
    forms.BooleanField: {"required": "请打勾确认"},
}
BY_VALIDATOR: dict[Any, str] = {
    validators.MinLengthValidator: "至少 %(limit_value)d 个字，现有 %(show_value)d 个字",
    validators.MaxLengthValidator: "最多 %(limit_value)d 个字，现有 %(show_value)d 个字",
    validators.MinValueValidator: "不能小于 %(limit_value)s",
    validators.MaxValueValidator: "不能大于 %(limit_value)s",
    validators.EmailValidator: "邮箱写得不对，例如 name@example.cn",
    validators.ProhibitNullCharactersValidator: "里面有不能保存的字符，请删去后再填",
}


def speak_plainly() -> None:
    """Let every form use the words above."""
    for field, words in BY_FIELD.items():
        field.default_error_messages = {**field.__dict__.get("default_error_messages", {}), **words}
    for validator, sentence in BY_VALIDATOR.items():
        validator.message = sentence
