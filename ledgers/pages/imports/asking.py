"""The questions of a preview: each with its title, the ready answers, and how it was answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.forms import BoundField
from django.http import HttpRequest

from issues.horizon import BEYOND, DOUBTS, PAST, YEAR
from issues.models import Category, Scheme
from ledgers.forms.imports import ImportDayForm
from ledgers.importing.leading import in_words, listed
from ledgers.importing.names import Names
from ledgers.importing.sorting import KnownSorts
from ledgers.models import Batch
from ledgers.pages.imports import page as import_page
from rectify.accounts.models import Unit, UnitRequest


@dataclass(frozen=True)
class RowOfDoubt:
    """A row whose deadline can hardly be meant: the key of its own answer, its cell, what that says, a field for another day."""

    key: str
    place: str
    value: str
    day: BoundField


@dataclass(frozen=True)
class PreviewQuestion:
    """A question as the page asks it, once for all its rows. `form` is how it is answered, `said` how it was; `like` are likely
    units, `lines` the rows of a doubt, `listed` the units of a list,
    `choices` the codes and names of a table of sorts, `day` a field for a date. Of a name that is no unit's:
    `found`, there is one by now; `may_ask`, it can be asked for; `missing`, and has no near one."""

    key: str
    kind: str
    value: str
    rows: int
    answered: bool
    form: str
    title: str
    hint: str
    said: str
    cells: Sequence[str]
    lines: Sequence[RowOfDoubt] = ()
    listed: Sequence[str] = ()
    choices: Sequence[tuple[str, str]] = ()
    like: Sequence[Unit] = ()
    day: BoundField | None = None
    found: bool = False
    missing: bool = False
    may_ask: bool = False


class PreviewQuestions:
    """What is asked of a batch, for one reader."""

    def __init__(self, batch: Batch, request: HttpRequest, names: Names) -> None:
        self.batch, self.request, self.names, self.layout = batch, request, names, batch.layout

    def shown(self) -> list[PreviewQuestion]:
        return [self._question(place, question) for place, question in enumerate(self.layout["questions"])]

    def _question(self, place: int, question: dict) -> PreviewQuestion:
        kind, answered = question["key"].partition(":")[0], question["answered"]
        title = TITLES[kind] if question["value"] or kind not in BARE else BARE[kind]
        answer = self.batch.answers.get(question["key"]) or question.get("before")
        shown = PreviewQuestion(
            key=question["key"],
            kind=question["kind"],
            value=question["value"],
            rows=question["rows"],
            answered=answered,
            form="doubt" if kind in DOUBTS else FORMS.get(kind, kind),
            title=title.format(value=question["value"], name=question["key"].partition(":")[2]),
            hint=HINTS.get(kind, "") or ("" if answered else question["text"]),
            said=self.said(question, answer) if answered else "",
            cells=self.cells(kind, question),
            lines=self.lines(question) if kind in DOUBTS else (),
            listed=listed(question["value"]) if kind == "list" else (),
            choices=self.choices(question) if kind == "sort" and not answered else (),
            day=self.day(f"{kind}-{place}") if kind in ("date", "nodue") else None,
        )
        if answered or kind not in ("unit", "home"):
            return shown
        shown = replace(shown, like=self.like(kind, question))
        return self.asked_for(shown) if kind == "unit" else shown

    def cells(self, kind: str, question: dict) -> list[str]:
        """Where the first rows of a question stand; with the sheet where there are several."""
        if len(self.layout["sheets"]) > 1 and kind != "home":
            return question["cells"][:3]
        only = f"{self.layout['sheets'][0]['name']} "
        return [] if kind in ("home", "class") else [cell.removeprefix(only) for cell in question["cells"][:3]]

    def day(self, name: str) -> BoundField:
        """A field for a day; `name` tells it from the others of the page."""
        form = ImportDayForm(user=self.request.user, anchor=import_page.anchor(self.batch), auto_id=f"{name}-%s")
        return form["date"]

    def lines(self, question: dict) -> list[RowOfDoubt]:
        """The rows of a doubt that are open yet, each with a field for its own day."""
        kind = question["key"].partition(":")[0]
        only = f"{self.layout['sheets'][0]['name']} " if len(self.layout["sheets"]) == 1 else ""
        return [
            RowOfDoubt(key, place.removeprefix(only), value, self.day(f"{kind}-{number}"))
            for number, (key, place, value) in enumerate(question.get("each", ()))
        ]

    def asked_for(self, shown: PreviewQuestion) -> PreviewQuestion:
        """How a name that is no unit's stands with the system administrator."""
        asked = self.requests().get(shown.value)
        if self.names.find(shown.value):
            return replace(shown, found=True, hint="单位库里现在有了，点上面的“重新核对”就按它记")
        if asked is None or asked.state == UnitRequest.State.SAME:
            return replace(shown, missing=not self.names.surely(shown.value), may_ask=True)
        reason = f"：{asked.reason}" if asked.reason else ""
        return replace(shown, hint=f"{asked.asked_at:%m-%d} 已申请新增，{asked.get_state_display()}{reason}")

    def requests(self) -> dict[str, UnitRequest]:
        """The last request for each name that is asked about."""
        if not hasattr(self, "_requests"):
            names = [q["value"] for q in self.layout["questions"] if q["key"].startswith("unit:") and not q["answered"]]
            rows = UnitRequest.objects.visible_to(self.request.user).filter(name__in=names) if names else ()
            self._requests = {row.name: row for row in rows}
        return self._requests

    def like(self, kind: str, question: dict) -> list:
        """The likely units: by name; for a sheet, by its name and the titles above its table."""
        if kind == "unit":
            return self.names.like(question["value"], 3)
        sheet = next((s for s in self.layout["sheets"] if f"home:{s['name']}" == question["key"]), None)
        texts = [sheet["name"], *sheet["titles"], self.batch.name] if sheet else []
        named = [
            u
            for u in self.names.units.values()
            if any(n and n in text for text in texts for n in (u.name, u.short_name))
        ]
        named = [unit for unit in named if not unit.is_office]  # the inspecting office stands in many titles
        return list(dict.fromkeys([*named, *(self.names.like(texts[0], 3) if texts else [])]))[:3]

    def said(self, question: dict, answer: dict | None) -> str:
        if not answer:
            return ""
        if "unit" in answer:
            unit = self.names.by_public_id.get(answer["unit"])
            return f"记为{unit.full_name}" if unit else "所选单位已停用，请改答案"
        if "slots" in answer:
            return in_words(answer["slots"])
        if "sort" in answer:
            table = self.sorts().table(question["key"].split(":")[1])
            return f"记为“{table.names.get(answer['sort'], '') if table else ''}”"
        if "category" in answer:
            return f"记为“{next((c.name for c in self.classes() if c.pk == answer['category']), '所选类别')}”"
        if "date" in answer:
            words = f"（“{answer['words']}”）" if answer.get("words") else ""
            return f"期限记 {answer['date']}{words}，原话保留"
        return f"改为“{answer['value']}”" if "value" in answer else WORDS[next(iter(answer))]

    def sorts(self) -> KnownSorts:
        if not hasattr(self, "_sorts"):
            self._sorts = KnownSorts.of(self.batch.round.office_id)
        return self._sorts

    def choices(self, question: dict) -> list[tuple[str, str]]:
        """What a word may mean that is in no table of ours."""
        table = self.sorts().table(question["key"].split(":")[1])
        return list(table.names.items()) if table else []

    def classes(self) -> list[Category]:
        if not hasattr(self, "_classes"):
            rows = Category.objects.filter(is_active=True, scheme__is_current=True, scheme__kind=Scheme.Kind.CATALOGUE)
            self._classes = list(rows)
        return self._classes


TITLES = {
    "home": "工作表“{name}”归哪个单位",
    "unit": "“{value}”是哪个单位",
    "date": "完成时限“{value}”",
    "nodue": "期限“{value}”没有具体日期",
    "class": "问题类别“{value}”",
    "sort": "“{value}”是哪一样",
    "cell": "“{value}”",
    "list": "“{value}”哪一家牵头",
    "blank": "空白格是否与上一行相同",
    "hidden": "原表里隐藏的行要不要导入",
    "heading": "像分段标题的行要不要立为问题",
    YEAR: "期限的年份不像本轮的",
    PAST: "期限已经过了",
    BEYOND: "期限在本轮结束以后",
}
# Kinds of question that are answered with the buttons of another.
FORMS = {"heading": "hidden"}
BARE = {"nodue": "没有写期限", "class": "没有写问题类别"}
HINTS = {
    "home": "表里没有写被巡察单位。选定后，表里的科室记在“承办”里",
    "unit": "单位库里没有这个名字。选定后记作别名，下次不再问",
    YEAR: "可能写错了年份，也可能是旧台账",
    PAST: "照原样记的，下发当天就算逾期",
    BEYOND: "长期坚持的，期限可以先留空",
    "nodue": "可以先不答，草稿补上期限后才能下发",
    "class": "可以先不答，草稿补上类别后才能下发",
    "sort": "系统的目录里没有这个说法；不答就原样记在“原台账所记”里",
}
WORDS = {
    "out": "这些行不导入",
    "empty": "先留空",
    "keep": "照原样保留",
    "above": "同上一行",
    "in": "导入",
    "text": "记在承办里",
}
