"""Template tags and filters every page has without loading them."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.forms import (
    BaseForm,
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    ClearableFileInput,
    RadioSelect,
    Select,
)
from django.middleware.csrf import get_token
from django.template import Context, Library, RequestContext
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rectify.lib import marks, numbers, reach
from rectify.lib.copies import tiled
from rectify.lib.dates import WEEKDAYS, today
from rectify.lib.filecheck import CheckedFile, TextCheck
from rectify.lib.filterbar import Attributes, control

register = Library()


# ---- marks --------------------------------------------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def about_page(context: Context) -> str:
    """Tell the frame what the page is about, before any of it is drawn (rectify/roof/frame.py)."""
    if frame := context.get("frame"):
        frame.about(context.flatten())
    return ""


@register.simple_tag(takes_context=True)
def token(context: RequestContext) -> SafeString:
    """The hidden field of `{% csrf_token %}` in a part, which sees nothing of the page but what it is given (`only`)."""
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(context.request))


@register.simple_tag
def watermark(line: str, where: str = "") -> SafeString:
    """`line` over the whole page, on every sheet where it is printed (rectify/lib/copies.py); `where`: on-paper, there alone."""
    names = f"watermark {where}".strip()
    return format_html('<svg class="{}" aria-hidden="true" focusable="false">{}</svg>', names, tiled(line))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A Lucide icon of the sprite (static/src/icons.txt); `label` is read aloud where no word stands beside it."""
    return _icon(staticfiles_storage.url("icons.svg"), name, label)


@lru_cache(maxsize=256, typed=True)
def _icon(sprite: str, name: str, label: str) -> SafeString:
    svg = format_html(
        '<svg class="ico" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>', sprite, name
    )
    return format_html('{}<span class="visually-hidden">{}</span>', svg, label) if label else svg


@register.simple_tag
def pill(code: str, text: str = "") -> SafeString:
    """A state as shape, word and tone, from the table in lib/marks.py."""
    return marks.pill(code, text)


@register.simple_tag
def checked(file: CheckedFile | None, brief: bool = False) -> SafeString:
    """Whether the text inside a file was looked at; one that was not, or bears a marking, stands out. Where there is little
    room (`brief`) one that was looked at says nothing."""
    if file is None or brief and file.text_check == TextCheck.CHECKED:
        return SafeString()
    tone = {TextCheck.CHECKED: "dim", TextCheck.MARKED: "c-late"}.get(TextCheck(file.text_check), "c-soon")
    return format_html('<span class="small {}">{}</span>', tone, file.check_words)


@register.simple_tag
def shape(name: str) -> SafeString:
    """A shape alone, beside words that say the same."""
    return marks.shape(name)


@register.simple_tag
def sign(code: str) -> SafeString:
    """One character for a cell too small for a shape (√ 无 迟 未 ·), its meaning read aloud."""
    mark = marks.mark_of(code)
    tone = "dim" if mark.tone == "calm" else f"c-{mark.tone}"
    return format_html('<span class="{}" title="{}">{}</span>', tone, mark.word, mark.sign or mark.word[:1])


@register.simple_tag
def digest(value: str) -> SafeString | str:
    """The first signs of a digest, and on demand the whole, to be compared."""
    if not value:
        return ""
    return format_html(
        '<details class="digest"><summary><span class="code">{}</span>　核验</summary>{}</details>', value[:8], value
    )


# ---- days ---------------------------------------------------------------------------------------------------------
def as_day(value: Any) -> date | None:
    """The office's day of a date or a moment; None for nothing."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value or None


@register.filter
def called(level: str) -> str:
    """内部，禁止外传: a mark where its bearer may be taken along (rectify/lib/reach.py)."""
    return reach.called(level)


@register.filter
def quoted(text: str) -> str:
    """“What somebody wrote”; quotes in it are ‘single’ ones (GB/T 15834-2011, 4.8)."""
    inner = text.replace("“", "‘").replace("”", "’")
    return f"“{inner}”"


@register.filter
def short_date(value: date | datetime | None) -> str:
    """11-30, for tables; with the year when it is not this one."""
    day = as_day(value)
    if day is None:
        return ""
    return day.strftime("%m-%d") if day.year == today().year else day.isoformat()


@register.filter
def day_sentence(value: date | datetime | None) -> str:
    """11月30日, for sentences; with the year when it is not this one."""
    day = as_day(value)
    if day is None:
        return ""
    year = "" if day.year == today().year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


@register.filter
def weekday(value: date | datetime | None) -> str:
    """星期四."""
    day = as_day(value)
    return f"星期{WEEKDAYS[day.weekday()]}" if day else ""


@register.filter
def moment(value: datetime | None) -> str:
    """2026-11-19 15:20, for as-of times."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""


@register.filter
def short_moment(value: datetime | None) -> str:
    """11-19 15:20, for lists of events; with the year when it is not this one."""
    if not value:
        return ""
    here = timezone.localtime(value)
    return here.strftime("%m-%d %H:%M" if here.year == today().year else "%Y-%m-%d %H:%M")


@register.filter
def faults(form: BaseForm) -> int:
    """How many lines tell what is wrong with a form: a field may have several."""
    return sum(map(len, form.errors.values()))


# ---- numbers ------------------------------------------------------------------------------------------------------
@register.filter
def thousands(value: int | Decimal | None) -> str:
    """12,345 or 1,286.40; 未填 for nothing, because nothing is not zero."""
    if value is None or value == "":
        return "未填"
    return f"{value:,.2f}" if isinstance(value, Decimal | float) else numbers.thousands(value)


@register.simple_tag
def rate(part: int, whole: int) -> str:
    """92/188 48.9%: a rate never stands without its two numbers."""
    return f"{numbers.thousands(part)}/{numbers.thousands(whole)} {numbers.percent(part, whole)}"


@register.filter
def signed(value: int) -> str:
    """+2, −1, 0: a change. The minus is the long one that does not look like a hyphen."""
    return f"+{value:,}" if value > 0 else f"−{-value:,}" if value < 0 else "0"


@register.filter
def file_size(value: int | None) -> str:
    """1.8 MB."""
    size = float(value or 0)
    for unit in ("B", "KB", "MB"):
        if size < 1024:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} GB"


# ---- addresses and forms ------------------------------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def query(context: dict, **changes: Any) -> str:
    """The present query string with changes: `{% query after=x %}`; None or '' drops a key. `request` must be there."""
    wanted = context["request"].GET.copy()
    for key, value in changes.items():
        wanted.pop(key, None)
        if value not in (None, ""):
            wanted[key] = value
    return f"?{wanted.urlencode()}" if wanted else "?"


@register.filter
def described_by(field: BoundField) -> str:
    """The ids of the hint and the complaint of a field, as `aria-describedby` takes them."""
    parts = [f"{field.auto_id}-hint"] if field.help_text else []
    return " ".join(parts + ([f"{field.auto_id}-says"] if field.errors else []))


@register.filter
def is_group(field: BoundField) -> bool:
    """Whether a field is a group of choices, which needs a fieldset and a legend in place of a label."""
    return isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple)


@register.filter
def is_tick(field: BoundField) -> bool:
    """Whether a field is a single box to tick."""
    return isinstance(field.field.widget, CheckboxInput)


@register.simple_tag
def widget(field: BoundField, small: bool = False) -> SafeString:
    """The control of a form field with its class and what a screen reader needs."""
    kind = field.field.widget
    if isinstance(kind, CheckboxInput):
        css = "form-check-input"
    else:
        css = "form-select" if isinstance(kind, Select) and not isinstance(kind, RadioSelect) else "form-control"
    if small:
        css += f" {css}-sm"
    attrs: Attributes = {"class": " ".join(filter(None, [css, kind.attrs.get("class", "")]))}
    if isinstance(kind, ClearableFileInput) and getattr(kind, "allow_multiple_selected", False):
        attrs["multiple"] = True
    if field.errors:
        attrs["aria-invalid"] = "true"
    if most := kind.attrs.get("maxlength"):
        attrs |= {"maxlength": False, "data-longest": str(most)}  # a browser cuts what is pasted and says nothing
    if described := described_by(field):
        attrs["aria-describedby"] = described
    return field.as_widget(attrs=attrs)


@register.simple_tag
def filter_control(field: BoundField) -> SafeString:
    """A control of a filter bar: small, named for a screen reader, with the label as its first, empty choice or hint."""
    kind = field.field.widget
    if kind.is_hidden:
        return control(field, {})
    select = isinstance(kind, Select) and not isinstance(kind, RadioSelect)
    if isinstance(kind, CheckboxInput):
        box = control(field, {"class": "form-check-input"})
        return format_html('<label class="tick" for="{}">{} {}</label>', field.id_for_label, box, field.label)
    attrs: Attributes = {
        "aria-label": str(field.label),
        "class": "form-select form-select-sm" if select else "form-control form-control-sm",
    }
    if not select:
        attrs |= {"placeholder": kind.attrs.get("placeholder", field.label), "class": f"{attrs['class']} w-auto"}
    return control(field, attrs)


@register.filter
def lookup(table: dict | None, key: Any) -> Any:
    """What a table holds under a key; None when it holds nothing."""
    return table.get(key) if table and key else None


@register.filter
def unlocalize(value: float) -> str:
    """A number as drawings need it: a point, no separators."""
    return f"{value:g}" if abs(value) < 100000 else str(value)


@register.simple_tag
def counted(count: int | None, url: str = "") -> SafeString:
    """A number with the list that it counts; a zero, which has none, stands grey and leads nowhere."""
    if not count:
        return format_html('<span class="dim">{}</span>', "" if count is None else 0)
    return (
        format_html('<a href="{}">{}</a>', url, numbers.thousands(count))
        if url
        else SafeString(numbers.thousands(count))
    )


@register.filter
def is_zero(count: int | str) -> bool:
    """Whether a count, or its words, is 0: there is no list to open."""
    return str(count) == "0"
