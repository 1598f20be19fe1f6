"""性质, 根源类型, 专项 and 对应四落 as a ledger writes them: what our tables call so is taken, anything else is asked
(docs/rules.md: import-sorts)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from issues.models import Category, Cause, Nature, OfficeClass, Scheme, Track
from ledgers.importing.names import exact
from ledgers.importing.remarks import FIX, MAY, Draft, cell_of

SCHEME = "scheme_code"
FIELDS = {"nature": "nature", "cause": "cause", "track": "track_id"}
# What is said behind the name of one: 共性 is 共性问题, 选人用人专项 is 选人用人.
TAILS = re.compile(r"(?:问题|层面|原因|因素|方面|专项检查|专项整改|专项巡察|专项巡视|专项|专题)+$")
NUMERALS = {sign: str(number) for number, sign in enumerate("一二三四五六七八九", start=1)}
LEADING = re.compile(r"^[（(]?([一二三四五六七八九]|\d{1,2})[)）]?[.．、:：\s]?")
LISTED = re.compile(r"[\n;；]+")


def bare(text: str) -> str:
    return exact(text).strip("。.,，;；:：")


@dataclass(frozen=True)
class SortNames:
    """One table of sorts: what it is called, and by its code the name and what an issue holds."""

    label: str
    names: Mapping[str, str]
    values: Mapping[str, Any]
    tail: str = ""
    own: Mapping[str, str] = field(default_factory=dict)
    _called: dict[str, str] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for code, name in self.names.items():
            for form in (bare(name), TAILS.sub("", bare(name))):
                self._called.setdefault(form, code)

    def find(self, text: str) -> str | None:
        """The code of what is called so: by its name, with or without what is said behind it, by its code or its place
        (落实一), or by the office's own word."""
        words = bare(text)
        for form in (words, TAILS.sub("", words)):
            if form in self._called:
                return self._called[form]
        if words in self.own:
            return self.own[words]
        if words in self.names:
            return words
        return self._numbered(words) if self.tail else None

    def _numbered(self, words: str) -> str | None:
        place = re.fullmatch(rf"第?(?:{self.tail})?([一二三四五六七八九]|\d{{1,2}})(?:个?{self.tail})?", words)
        if place:
            code = NUMERALS.get(place[1], place[1])
            return code if code in self.names else None
        leading = LEADING.match(words)
        named = self._called.get(words[leading.end() :]) if leading else None
        return named if leading and named == NUMERALS.get(leading[1], leading[1]) else None


@dataclass(frozen=True)
class KnownSorts:
    """The tables that a cell is held against. By field, and for the grouping schemes in use by their code."""

    plain: Mapping[str, SortNames]
    schemes: Mapping[str, SortNames]

    @classmethod
    def of(cls, office: int) -> "KnownSorts":
        """As they are now, with what the office calls their classes. Three statements."""
        tracks = {code: (name, pk) for code, name, pk in Track.objects.values_list("code", "name", "pk")}
        plain = {
            "nature": _fixed("性质", Nature.choices),
            "cause": _fixed("根源类型", Cause.choices),
            "track": SortNames(
                "专项", {c: n for c, (n, _) in tracks.items()}, {c: pk for c, (_, pk) in tracks.items()}
            ),
        }
        current = Category.objects.filter(is_active=True, scheme__is_current=True, scheme__kind=Scheme.Kind.GROUPING)
        rows = current.order_by("scheme__code", "order", "pk").select_related("scheme")
        called = OfficeClass.objects.filter(office=office, category__in=current).values_list("name", "category")
        return cls(plain, _schemes(rows, list(called)))

    def table(self, key: str) -> SortNames | None:
        """By the word in the key of a question."""
        return self.plain.get(key) or self.schemes.get(key) or (self.every if key == SCHEME else None)

    @property
    def every(self) -> SortNames:
        """The classes of all schemes in use, for a cell that does not say of which one it speaks."""
        rows = [(code, table, own) for code, table in self.schemes.items() for own in table.names]
        names = {f"{code}/{own}": f"{table.label}：{table.names[own]}" for code, table, own in rows}
        return SortNames("分类", names, {f"{code}/{own}": table.values[own] for code, table, own in rows})

    def own_words(self, answers: Mapping[str, dict]) -> dict[str, int]:
        """What was answered for classes of a scheme, as the office's own words: 四个落实：落实甲 and the key of the class."""
        own = {}
        for key, answer in answers.items():
            kind, _, rest = key.partition(":")
            scheme, _, text = rest.partition(":")
            table = self.schemes.get(scheme) if kind == "sort" else None
            if table and answer.get("sort") in table.values:
                own[f"{table.label}：{bare(text)}"] = table.values[answer["sort"]]
        return own

    def scheme_of(self, heading: str) -> str:
        """The scheme that a heading names: 对应四落 the 四个落实; empty where it names none or several."""
        core = bare(heading.rpartition("/")[2]).removeprefix("对应")
        named = [code for code, table in self.schemes.items() if len(core) > 1 and _in_order(core, table.label)]
        return named[0] if len(named) == 1 else ""

    def parts(self, name: str, text: str, heading: str) -> list[tuple[str, str]]:
        """What a cell says, piece by piece, each with the table it is of; our own column names the scheme before each class."""
        if name != SCHEME:
            return [(name, text)]
        lines = [self._of_scheme(line.strip()) for line in LISTED.split(text) if line.strip()]
        scheme = self.scheme_of(heading)
        return (
            [(scheme, text)]
            if scheme and not all("：" in line.replace(":", "：") for line in LISTED.split(text))
            else lines
        )

    def _of_scheme(self, line: str) -> tuple[str, str]:
        label, colon, rest = line.replace(":", "：").partition("：")
        if colon and (code := self.scheme_of(label)):
            return code, rest
        fits = [code for code, table in self.schemes.items() if table.find(line)]
        return (fits[0] if len(fits) == 1 else SCHEME), line

    def groups(self, text: str) -> list[int] | None:
        """The classes that our own column 分类 names, each by its key; None where one is of no scheme in use."""
        classes = []
        for scheme, part in self.parts(SCHEME, text, "分类"):
            table = self.schemes.get(scheme)
            code = table.find(part) if table else None
            if table is None or code is None:
                return None
            classes.append(table.values[code])
        return classes


def take(row: Any, values: dict, *, sheet: Any, known: Any, draft: Draft) -> None:
    """What a row says of sorts goes into the draft; what is of no table is asked, and noted word for word until then."""
    for name in (*FIELDS, SCHEME):
        text, letter = str(values.get(name) or ""), sheet.letter(name)
        if not text:
            continue
        cell, heading = cell_of(letter or "A", row.number), sheet.headings.get(letter, "")
        parts = known.sorts.parts(name, text, heading)
        homeless = [part for table, part in parts if not _part(cell, heading, table, part, known=known, draft=draft)]
        if not homeless:
            values.pop(name)


def _part(cell: str, heading: str, table: str, text: str, *, known: Any, draft: Draft) -> bool:
    """Whether a piece of a cell has found its field."""
    key, sorts = f"sort:{table}:{text}", known.sorts.table(table)
    code = sorts.find(text) if sorts and table != SCHEME else None
    answer = known.answer(key) if code is None else None
    if answer and answer.get("out"):
        draft.left_out = True
        return False
    chosen = answer.get("sort") if answer else code
    if sorts is None or chosen not in sorts.values:
        kind, words = (
            (FIX, "按您的答复原样记入“原台账所记”") if answer else (MAY, "不在系统的目录里，不答就原样记入“原台账所记”")
        )
        draft.say(kind, cell, value=text, text=f"{cell}「{heading}」“{text}”{words}", ask=key)
        return False
    if answer:
        draft.say(
            FIX, cell, value=text, text=f"{cell}「{heading}」“{text}”按您的答复记为“{sorts.names[chosen]}”", ask=key
        )
    if table in FIELDS:
        draft.fields[FIELDS[table]] = sorts.values[chosen]
    else:
        draft.groups.append(sorts.values[chosen])
    return True


def _fixed(label: str, choices: Iterable[tuple[str, Any]]) -> SortNames:
    names = {value: str(name) for value, name in choices}
    return SortNames(label, names, {value: value for value in names})


def _schemes(rows: Iterable[Category], called: Iterable[tuple[str, int]]) -> dict[str, SortNames]:
    by_scheme: dict[str, list[Category]] = {}
    for row in rows:
        by_scheme.setdefault(row.scheme.code, []).append(row)
    tables = {}
    for code, own in by_scheme.items():
        codes = {row.pk: row.code for row in own}
        label = own[0].scheme.name
        words = {bare(name.removeprefix(f"{label}：")): codes[pk] for name, pk in called if pk in codes}
        short = bare(re.sub(r"[（(].*", "", label))
        tables[code] = SortNames(
            label, {row.code: row.name for row in own}, {row.code: row.pk for row in own}, short[-2:], words
        )
    return tables


def _in_order(short: str, long: str) -> bool:
    signs = iter(long)
    return all(sign in signs for sign in short)
