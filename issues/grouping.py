"""分类: an issue stands in at most one class of each grouping scheme; what its 类别 says of it follows, what a person said stays
(docs/rules.md: class-groups)."""

from collections.abc import Collection, Iterable, Mapping

from issues.models import Category, Issue, Scheme


def implied(categories: Collection[int]) -> dict[int, dict[int, int]]:
    """For each 类别 the classes of grouping schemes it belongs to, itself where it is one: by its key the class of each
    scheme."""
    belongs: dict[int, dict[int, int]] = {}
    pairs = Category.groups.through.objects.filter(
        from_category__in=categories, to_category__is_active=True, to_category__scheme__kind=Scheme.Kind.GROUPING
    )
    rows = pairs.order_by("to_category__order", "pk").values_list("from_category", "to_category__scheme", "to_category")
    own = Category.objects.filter(pk__in=categories, scheme__kind=Scheme.Kind.GROUPING)
    for category, scheme, group in [*own.values_list("pk", "scheme", "pk"), *rows]:
        belongs.setdefault(category, {}).setdefault(scheme, group)
    return belongs


def follow(
    issues: Iterable[Issue],
    *,
    before: Mapping[int, int | None] | None = None,
    stated: Mapping[int, Collection[int]] | None = None,
) -> None:
    """Bring the classes of `issues` in line with their 类别. `before`: by the issue's key the 类别 it had; `stated`: by the same
    key the classes that a person or a file names, which go first. Two statements, and two more where anything changes."""
    issues, before, stated = list(issues), before or {}, stated or {}
    categories = {pk for issue in issues for pk in (issue.category_id, before.get(issue.pk)) if pk}
    belongs = implied(categories)
    schemes = dict(_schemes(belongs, stated))
    present = standing(issues)
    add, remove = [], []
    for issue in issues:
        has = present.get(issue.pk, {})
        was = belongs.get(before.get(issue.pk) or 0, {}) if issue.pk in before else {}
        named = {schemes[pk]: pk for pk in stated[issue.pk] if pk in schemes} if issue.pk in stated else has
        own = {scheme: pk for scheme, pk in named.items() if was.get(scheme) != pk}
        wanted = belongs.get(issue.category_id or 0, {}) | own
        add += [(issue.pk, pk) for scheme, pk in wanted.items() if has.get(scheme) != pk]
        remove += [(issue.pk, pk) for scheme, pk in has.items() if wanted.get(scheme) != pk]
    _write(add, remove)


def _schemes(
    belongs: Mapping[int, Mapping[int, int]], stated: Mapping[int, Collection[int]]
) -> Iterable[tuple[int, int]]:
    for of_category in belongs.values():
        for scheme, group in of_category.items():
            yield group, scheme
    named = {pk for groups in stated.values() for pk in groups}
    if named:
        yield from Category.objects.filter(pk__in=named, scheme__kind=Scheme.Kind.GROUPING).values_list("pk", "scheme")


def standing(issues: Collection[Issue]) -> dict[int, dict[int, int]]:
    """By issue and scheme the class it stands in. One statement."""
    classes: dict[int, dict[int, int]] = {}
    rows = Issue.groups.through.objects.filter(issue__in=[issue.pk for issue in issues])
    for issue, scheme, group in rows.values_list("issue", "category__scheme", "category"):
        classes.setdefault(issue, {})[scheme] = group
    return classes


def _write(add: list[tuple[int, int]], remove: list[tuple[int, int]]) -> None:
    through = Issue.groups.through
    if remove:
        gone = {group for _, group in remove}
        rows = through.objects.filter(issue__in={issue for issue, _ in remove}, category__in=gone)
        pairs = set(remove)
        through.objects.filter(pk__in=[row.pk for row in rows if (row.issue_id, row.category_id) in pairs]).delete()
    through.objects.bulk_create([through(issue_id=issue, category_id=group) for issue, group in add], batch_size=500)
