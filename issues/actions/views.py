"""What a person keeps of a list: a named view of it, shared or not, and how it is to look."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.db import transaction

from issues import policies
from issues.models import ListLook, SavedView
from issues.workload import EVERY_ROUND
from rectify.accounts.models import Unit, User
from rectify.audit.trail import record
from rectify.lib.errors import Refused
from rectify.lib.filtering import Filtering
from rectify.lib.verdict import YES
from rectify.workflow.move import demand_all

# The kinds of these events begin with the app where saved views were at home first: the trail is never rewritten.
MOST_VIEWS = 12
LONGEST_QUERY = 1000


def conditions_of(asked: Filtering) -> dict[str, str]:
    """What a view keeps: all but the round, which is chosen apart; that all rounds were asked for is kept."""
    return {name: value for name, value in asked.asked.items() if name != "round" or value == EVERY_ROUND}


@transaction.atomic
def save_view(
    *, place: str, title: str, asked: Filtering, name: str, by: User, shared_with: Unit | None = None
) -> SavedView:
    """Keep what was asked of the list `title` under a name; the same name again replaces one's own view.

    Raises Refused without a condition, with one that was not understood, for a unit where one holds no post, or when there are
    twelve own views of this list already.
    """
    shares = policies.works_at(by, shared_with) if shared_with else YES
    post = demand_all([shares, asked.verdict])
    query = urlencode(conditions_of(asked))
    if not query:
        raise Refused("现在没有任何条件，先筛选再保存视图")
    if len(query) > LONGEST_QUERY:
        raise Refused("条件太长，存不下，请去掉几个条件或少写几个字再保存视图")
    own = SavedView.objects.filter(user=by, place=place)
    if not own.filter(name=name).exists() and own.count() >= MOST_VIEWS:
        raise Refused(f"每种列表最多存 {MOST_VIEWS} 个视图，请先删去不用的")
    view, _ = SavedView.objects.update_or_create(
        user=by, place=place, name=name, defaults={"query": query, "shared_with": shared_with}
    )
    record("ledgers.view.save", by, by=by, post=post, book=title, name=name, shared=str(shared_with or ""))
    return view


@transaction.atomic
def drop_view(*, view: SavedView, title: str, by: User) -> None:
    """Forget a view: one's own, or one shared with the unit that one heads."""
    post = demand_all([policies.keeps_view(by, view)])
    name = view.name
    view.delete()
    record("ledgers.view.drop", by, by=by, post=post, book=title, name=name)


@transaction.atomic
def set_look(*, place: str, title: str, density: str, columns: Sequence[str], by: User) -> None:
    """Show the list `title` to this person with these columns and this density from now on."""
    post = demand_all([policies.own_look(by)])
    ListLook.objects.update_or_create(user=by, place=place, defaults={"density": density, "columns": list(columns)})
    record("issues.listlook.set", by, by=by, post=post, book=title)
