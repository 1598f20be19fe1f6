"""One splitting as one reader sees it now: the text in runs with places, the tree with questions in place."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from issues.actions.drafting import Directory, open_questions, unseen
from issues.forms.splitting import ROLES, PaperDayForm, classes
from issues.models import Category, Nature, RoundUnit, Splitting
from issues.pages.splitting.nodes import (
    NATURES,
    Days,
    Offer,
    OpenNode,
    SplitCounts,
    SplitLine,
    SplitNode,
    SplitOffer,
    SplitRun,
)
from issues.splitting import account, draft, hints, marking, passages, stated
from issues.splitting.asked import SplitQuestion
from issues.splitting.reasons import reason
from issues.splitting.suggested import Suggested, suggested
from issues.splitting.tables import AnnexTable
from rectify.accounts.models import User
from rectify.accounts.request import Request
from rectify.lib.numbers import whole
from rectify.lib.text import shortened

MARKED = ("issue", "manifestation", "recommendation")
WORDS = dict(ROLES) | {"measure": "整改措施", "progress": "整改情况", "aside": "不计入"}
LATELY = timedelta(minutes=30)
SHORT = 60


def _is_open(row: draft.Row) -> bool:
    """Whether nobody has looked at the class of an issue yet."""
    return row["role"] == "issue" and not row.get("out") and (not row.get("ok") or bool(row.get("quick")))


def _is_picked(row: draft.Row, pick: str) -> bool:
    """Whether a row is among those that one link ticks: issues nobody has looked at, or lines that are nothing yet."""
    if pick == "issue":
        return row["role"] == "issue" and not row.get("ok") and not row.get("out")
    return pick == "other" and row["role"] == "other" and not row.get("aside")


class SplitTree:
    """Questions, suggestions and numbers are found once, when it is made."""

    def __init__(self, splitting: Splitting, request: Request) -> None:
        self.splitting, self.request = splitting, request
        self.paper, self.text, self.rows = splitting.feedback, splitting.feedback.text, splitting.rows
        self.directory = Directory.of(request.user)
        self.questions = open_questions(splitting, self.directory)
        self.unseen = unseen(splitting)
        self.announced = stated.announced(splitting.paper, self.rows)
        self.sums = stated.sums(splitting.paper)
        self.account = account.account(splitting.paper, self.rows, self.text)
        self.offered = marking.offered(splitting.paper, self.rows)
        self.asked: dict[int | None, list[SplitQuestion]] = {}
        for one in self.questions:
            self.asked.setdefault(one.row, []).append(one)
        self.classes: dict[int | None, Category] = {row.pk: row for row in classes().order_by("order", "code")}
        self.codes = {row.code: row for row in self.classes.values()}
        self.numbers = self._numbers()
        self.here = self._here()
        wanted = {row["id"] for row in self.rows if _is_open(row)} | {self.here}
        names, home = self.directory.names, self.paper.unit_id
        self.suggested = suggested(self.rows, self.text, names, home=home, wanted=wanted)

    @property
    def differs(self) -> bool:
        return not (all(one.agrees for one in self.announced) and all(one.agrees for one in self.sums))

    @property
    def waiting(self) -> int | None:
        """The next row to be looked at beside the one that is open."""
        rows = [*self.unseen, *(row for row in self.rows if row["id"] in self.asked)]
        return next((row["id"] for row in rows if row["id"] != self.here), None)

    def days(self) -> Days:
        """For each question that a day answers the field to type it in."""
        dated = [one for one in self.questions if one.free == "date"]
        whom = {"user": self.request.user, "obj": self.paper}
        return {one.key: PaperDayForm(auto_id=f"%s-{one.at}", **whom)["day"] for one in dated}

    def offers(self) -> dict[int, Offer]:
        """By the row's id what is suggested for the issues whose class nobody has looked at and that no question is open on."""
        offers = {}
        for row in filter(_is_open, self.rows):
            one = self.suggested.get(row["id"])
            if one and one.says and row["id"] not in self.asked:
                offer = self._offer(row, one)
                if offer.category or offer.nature:
                    offers[row["id"]] = offer
        return offers

    def _offer(self, row: draft.Row, one: Suggested) -> Offer:
        title, number = draft.title(self.text[row["a"] : row["b"]]), self.numbers.get(row["id"], "")
        hint = one.category if not row.get("category") else None
        category = self.codes.get(hint.code) if hint and hint.is_sure else None
        nature = one.nature if not row.get("nature") else None
        return Offer(row["id"], row["locator"], number, title, category, one.category if category else None, nature)

    def counts(self) -> SplitCounts:
        issues = draft.issues(self.rows)
        return SplitCounts(
            issues=sum(map(draft.made_of, issues)),
            ok=sum(bool(row.get("ok")) for row in issues),
            out=sum(bool(row.get("out")) for row in issues),
            asked=len(self.questions),
            unseen=len(self.unseen),
            manifestations=sum(row["role"] == "manifestation" for row in self.rows),
            recommendations=sum(row["role"] == "recommendation" for row in self.rows),
            others=sum(row["role"] == "other" and not row.get("aside") for row in self.rows),
            offered=len(self.offered),
        )

    def lately(self) -> User | None:
        """Who else has been at it within the half hour."""
        other = self.splitting.saved_by_id != self.request.user.pk
        return self.splitting.saved_by if other and timezone.now() - self.splitting.saved_at < LATELY else None

    def _here(self) -> int | None:
        """The row that is open: the one asked for, else the first nobody has looked at."""
        chosen = whole(self.request.GET.get("row", ""))
        if any(row["id"] == chosen for row in self.rows):
            return chosen
        return self.unseen[0]["id"] if self.unseen else None

    def _numbers(self) -> dict[int, str]:
        """The numbers the drafts would get if they were made now."""
        places = {place.unit_id: place for place in RoundUnit.objects.filter(round=self.paper.round)}
        used: dict[int, int] = {}
        numbers = {}
        for row in self.rows:
            count = draft.made_of(row)
            lead = (row.get("units") or [0])[0] if row.get("each") else row.get("unit") or self.paper.unit_id
            if count and (place := places.get(lead)):
                used[lead] = used.get(lead, place.last_issue) + 1
                numbers[row["id"]] = f"{place.number:02d}-{used[lead]:03d}"
        return numbers

    def lines(self) -> Iterator[SplitLine]:
        """The text a line at a time: what stands at the left edge, and its words in runs that know their place."""
        cut, rows = set(self.splitting.paper["cut"]), iter(self.rows)
        row = next(rows, None)
        for place, (a, b, number) in enumerate(self.splitting.paper["lines"]):
            runs: list[SplitRun] = []
            at, first = a, None
            while row is not None and row["a"] < b:
                if row["b"] > at:
                    start, end = max(row["a"], at), min(row["b"], b)
                    runs += [self._run(at, start, None), self._run(start, end, row)]
                    first, at = first or row, end
                if row["b"] > b:
                    break
                row = next(rows, None)
            runs.append(self._run(at, b, None))
            title = place in cut and self.text[a:b] == self.splitting.paper["title"]
            label = self._label(first, number, a) if place not in cut else "标题" if title else "不计入"
            strong = title or bool(first and first["role"] in ("aspect", "heading"))
            yield SplitLine(
                number=number,
                runs=[run for run in runs if run.words],
                cut=place in cut and not title,
                label=label,
                row=first["id"] if first else None,
                strong=strong,
            )

    def _run(self, a: int, b: int, row: draft.Row | None) -> SplitRun:
        kind = "" if row is None or row["role"] not in MARKED else "q" if row["id"] in self.asked else "m"
        return SplitRun(a, self.text[a:b], kind)

    def _label(self, row: draft.Row | None, number: str, at: int) -> str:
        if row is None or row["a"] < at:
            return ""
        if row["role"] == "issue":
            return "待定" if row["id"] in self.asked else self.numbers.get(row["id"], "不立")
        return number or ("" if row["own"].startswith("¶") else row["own"])

    def nodes(self) -> Iterator[SplitNode]:
        """The tree; the open row with its hints."""
        last, pick = whole(self.request.GET.get("at", "")), self.request.GET.get("pick", "")
        for index, (row, above) in enumerate(draft.depths(self.rows)):
            kind, more = (OpenNode, self._open(index, row)) if row["id"] == self.here else (SplitNode, {})
            ticks: dict[str, Any] = {
                "picked": _is_picked(row, pick),
                "next": bool(index) and self.rows[index - 1]["id"] == last,
            }
            yield kind(**self._closed(index, row, above), **ticks, **more)

    def _closed(self, index: int, row: draft.Row, above: list[draft.Row]) -> dict[str, Any]:
        """The fields of a SplitNode."""
        words, issue = self.text[row["a"] : row["b"]], row["role"] == "issue"
        role = "aside" if row.get("aside") else row["role"]
        return {
            "row": row,
            "here": row["id"] == self.here,
            "asked": self.asked.get(row["id"], []),
            "issue": issue,
            "code": self._code(row),
            "role": WORDS[role],
            "words": self._title(index, row) if issue else shortened(draft.plain(words), SHORT),
            "mark": self._mark(row),
            "head": row["role"] in ("aspect", "heading"),
            "category": self.classes.get(row.get("category")),
            "nature_name": NATURES.get(row.get("nature"), ""),
            "units": self._units(row),
            "top": row["level"] == 1,
            "holds": self._holds(index),
            "why": reason(row, above, self.text, self.splitting.paper["kind"]),
            "kinds": [one for one in marking.KINDS.items() if one[0] != row["role"] or (role == "other")],
            "offered": [
                SplitOffer(
                    one["a"], WORDS[one["role"]], shortened(self.text[one["a"] : one["b"]], SHORT), one["reason"]
                )
                for one in self.offered
                if row["a"] <= one["a"] < row["b"]
            ],
            "left": self._left(index) if issue and not row.get("out") else "",
        }

    def _title(self, index: int, row: draft.Row) -> str:
        words = passages.original(self.rows, index, self.text)
        return draft.title(words or self.text[row["a"] : row["b"]])

    def _left(self, index: int) -> str:
        """What stands below an issue or in its row of a table and does not go into its wording."""
        row = self.rows[index]
        left = [f"{name} {count} 段" for name, count in account.left_of(self.rows, index, self.text).items()]
        if table := AnnexTable.of(self.rows, row, self.text):
            left += [f"同一行的{name}" for name in table.beside(row, self.text)]
        return "、".join(left)

    def _code(self, row: draft.Row) -> str:
        """The number an issue would get, the place of a heading, the last step of the place of anything else."""
        if row["role"] == "issue":
            return self.numbers.get(row["id"], "")
        own = "" if row["own"].startswith("¶") else row["own"]
        return row["locator"] if row["role"] in ("aspect", "heading") else own

    def _holds(self, index: int) -> int:
        """How many issues stand below a heading."""
        return sum(map(draft.made_of, self.rows[index + 1 : draft.below(self.rows, index)]))

    def _mark(self, row: draft.Row) -> str:
        if row["id"] in self.asked:
            return "soon"
        if row["role"] != "issue":
            return ""
        return "ended" if row.get("out") else "ok" if row.get("ok") else "none"

    def _units(self, row: draft.Row) -> str:
        """Who an issue would go to, where it is not simply the unit inspected."""
        units = self.directory.units
        names = [str(units[pk]) for pk in row.get("units") or () if pk in units]
        if row.get("each"):
            return f"各立一件：{'、'.join(names)}"
        chosen = row.get("unit")
        lead = self.paper.unit if chosen is None else units.get(chosen, self.paper.unit)
        others = [name for name in names if name != str(lead)]
        return f"牵头 {lead}" + (f"，责任 {'、'.join(others)}" if others else "")

    def _open(self, index: int, row: draft.Row) -> dict[str, Any]:
        """What an OpenNode has beside: the choices, with what the words suggest and why."""
        words, one = passages.original(self.rows, index, self.text), self.suggested.get(row["id"])
        hint = one.category if one else None
        suggested = self.codes.get(hint.code) if hint else None
        named = one.units if one else ()
        fresh = hint is not None and hint.is_sure and (not row.get("ok") or bool(row.get("quick")))
        taken = row.get("category") or (suggested.pk if suggested and fresh else None)
        nature = one.nature if one else None
        return {
            "classes": self.classes.values(),
            "roles": ROLES,
            "hint": hint if suggested else None,
            "category_pk": taken,
            "natures": Nature.choices,
            "nature_hint": nature,
            "nature": row.get("nature") or (nature.nature if nature and not row.get("ok") else ""),
            "unit_pk": row.get("unit") or self.paper.unit_id,
            "directory": self.directory.units.values(),
            "named": [self.directory.units[pk] for pk in named if pk != self.paper.unit_id],
            "facts": shortened("、".join(dict.fromkeys(hints.sums(words))), 150),
            "papers": list(dict.fromkeys(hints.papers(words)))[:5],
            "open": self.request.GET.get("row") == str(row["id"]),
        }

    def begun(self) -> dict[str, Any]:
        """What the last form begins with: a deadline that was settled in a question is taken over."""
        words = ""
        for row in self.rows:
            passage = self.text[row["a"] : row["b"]]
            if row.get("note") and "前" in passage and ("完成" in passage or "整改" in passage):
                words = row["note"].rpartition("核为 ")[2]
        return {"version": self.splitting.version, "due": words, "feedback": self.paper.public_id}
