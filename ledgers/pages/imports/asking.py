"""The questions of a preview: each with its title, the ready answers, and how it was answered."""

from dataclasses import dataclass

from django.forms import BoundField
from django.http import HttpRequest

from issues.models import Category, Scheme
from ledgers.forms.imports import ImportDayForm
from ledgers.importing.horizon import BEYOND, DOUBTS, PAST, YEAR
from ledgers.importing.leading import in_words, listed
from ledgers.importing.names import Names
from ledgers.models import Batch
from ledgers.pages.imports import page as import_page
from rectify.accounts.models import UnitRequest


@dataclass(frozen=True)
class RowOfDoubt:
    """A row whose deadline can hardly be meant: the key of its own answer, its cell, what that says, a field for another day."""

    key: str
    place: str
    value: str
    day: BoundField


class PreviewQuestions:
    """What is asked of a batch, for one reader."""

    def __init__(self, batch: Batch, request: HttpRequest, names: Names) -> None:
        self.batch, self.request, self.names, self.layout = batch, request, names, batch.layout

    def shown(self) -> list[dict]:
        questions: list[dict] = []
        for question in self.layout["questions"]:
            kind = question["key"].partition(":")[0]
            answer = self.batch.answers.get(question["key"]) or question.get("before")
            shown = question | {"form": kind, "said": self.said(question, answer) if question["answered"] else ""}
            if kind in DOUBTS:
                shown |= {"form": "doubt", "lines": self.lines(question)}
            title = TITLES[kind] if question["value"] or kind not in BARE else BARE[kind]
            shown["title"] = title.format(value=question["value"], name=question["key"].partition(":")[2])
            shown["hint"] = HINTS.get(kind, "") or (question["text"] if not question["answered"] else "")
            names = question["cells"][:3] if kind != "home" and len(self.layout["sheets"]) > 1 else []
            only = f"{self.layout['sheets'][0]['name']} "
            cells = [] if kind in ("home", "class") else question["cells"][:3]
            shown["cells"] = names or [cell.removeprefix(only) for cell in cells]
            if kind in ("unit", "home") and not question["answered"]:
                shown["like"] = self.like(kind, question)
                shown["sure"] = kind == "home" or self.names.surely(question["value"])
            if kind == "unit" and not question["answered"]:
                self.asked_for(shown)
            if kind == "list":
                shown["listed"] = listed(question["value"])
            if kind in ("date", "nodue"):
                form = ImportDayForm(
                    user=self.request.user, anchor=import_page.anchor(self.batch), auto_id=f"{kind}-{len(questions)}-%s"
                )
                shown["day"] = form["date"]
            questions.append(shown)
        return questions

    def lines(self, question: dict) -> list[RowOfDoubt]:
        """The rows of a doubt that are open yet, each with a field for its own day."""
        anchor, kind = import_page.anchor(self.batch), question["key"].partition(":")[0]
        only = f"{self.layout['sheets'][0]['name']} " if len(self.layout["sheets"]) == 1 else ""
        rows = []
        for number, (key, place, value) in enumerate(question.get("each", ())):
            form = ImportDayForm(user=self.request.user, anchor=anchor, auto_id=f"{kind}-{number}-%s")
            rows.append(RowOfDoubt(key, place.removeprefix(only), value, form["date"]))
        return rows

    def asked_for(self, shown: dict) -> None:
        """How a name that is no unit's stands with the system administrator; `missing`: it can be asked for."""
        asked = self.requests().get(shown["value"])
        if self.names.find(shown["value"]):
            shown["found"], shown["hint"] = True, "单位库里现在有了，点上面的“重新核对”就按它记"
        elif asked is None or asked.state == UnitRequest.State.SAME:
            shown["missing"] = not shown["sure"]
            shown["may_ask"] = True
        else:
            shown["hint"] = f"{asked.asked_at:%m-%d} 已申请新增，{asked.get_state_display()}"
            shown["hint"] += f"：{asked.reason}" if asked.reason else ""

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
        if "category" in answer:
            return f"记为“{next((c.name for c in self.classes() if c.pk == answer['category']), '所选类别')}”"
        if "date" in answer:
            said = f"（“{answer['words']}”）" if answer.get("words") else ""
            return f"期限记 {answer['date']}{said}，原话保留"
        return f"改为“{answer['value']}”" if "value" in answer else WORDS[next(iter(answer))]

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
    "cell": "“{value}”",
    "list": "“{value}”哪一家牵头",
    "blank": "空白格是否与上一行相同",
    "hidden": "原表里隐藏的行要不要导入",
    YEAR: "期限的年份不像本轮的",
    PAST: "期限已经过了",
    BEYOND: "期限在本轮结束以后",
}
BARE = {"nodue": "没有写期限", "class": "没有写问题类别"}
HINTS = {
    "home": "表里没有写被巡察单位。选定后，表里的科室记在“承办”里", "unit": "单位库里没有这个名字。选定后记作别名，下次不再问",
    YEAR: "可能写错了年份，也可能是旧台账", PAST: "照原样记的，下发当天就算逾期", BEYOND: "长期坚持的，期限可以先留空",
    "nodue": "可以先不答，草稿补上期限后才能下发", "class": "可以先不答，草稿补上类别后才能下发",
}  # fmt: skip
WORDS = {
    "out": "这些行不导入",
    "empty": "先留空",
    "keep": "照原样保留",
    "above": "同上一行",
    "in": "导入",
    "text": "记在承办里",
}
