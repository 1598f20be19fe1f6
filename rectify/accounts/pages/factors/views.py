"""动态码: shown at the log-in, bound, its recovery codes printed; and one's own log-ins, with 退出其他."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from rectify.accounts import opening
from rectify.accounts.actions import factors as actions
from rectify.accounts.actions import sessions as session_actions
from rectify.accounts.factors import new_seed, picture
from rectify.accounts.forms.factors import CodeForm
from rectify.accounts.models import Factor, User
from rectify.accounts.pages.factors import page as pages
from rectify.accounts.request import Request
from rectify.accounts.steps import safe_next
from rectify.lib.errors import Refused
from rectify.lib.page import show
from rectify.options.stored import option

SEED = "seed"  # of the session: what is being bound, sealed


def oneself(request: Request) -> User:
    """Who asks, fetched: what is locked is a row, not what stands for it."""
    return User.objects.get(pk=request.user.pk)


@never_cache
@sensitive_post_parameters("code")
def factor(request: Request) -> HttpResponse:
    """The code of the telephone, or off a slip, once for each log-in."""
    if opening.FACTOR not in request.session.get(opening.LACKS, []):
        return redirect(safe_next(request))
    form = CodeForm(request.POST or None, slip=True)
    if form.is_valid() and is_right(request, form):
        opening.done(request, opening.FACTOR)
        return redirect(safe_next(request))
    return show(request, pages.FactorPage(form=form, next=safe_next(request)))


def is_right(request: Request, form: CodeForm, name: str = "code") -> bool:
    """Whether the person may go on with what stands in the field `name`; a no stands at it."""
    try:
        if actions.show(user=oneself(request), typed=form.cleaned_data[name], by=request.user):
            return True
        form.add_error(name, actions.WRONG)
    except Refused as refused:
        form.add_error(name, refused.reasons[0])
    return False


@never_cache
@sensitive_post_parameters("code")
def bind(request: Request) -> HttpResponse:
    """Bind a telephone, a first or another one. The answer itself shows the recovery codes: they are nowhere kept."""
    forced = opening.ENROL in request.session.get(opening.LACKS, [])
    seed = request.session.setdefault(SEED, new_seed())
    form = CodeForm(request.POST or None, replaces=Factor.objects.filter(user=request.user).exists())
    if form.is_valid() and ("current" not in form.fields or is_right(request, form, "current")):
        try:
            codes = actions.bind(user=oneself(request), seed=seed, typed=form.cleaned_data["code"], by=request.user)
        except Refused as refused:
            form.add_error("code", refused.reasons[0])
        else:
            del request.session[SEED]
            opening.done(request, opening.ENROL)
            return show(request, pages.RecoveryCodesPage(codes, request.user, safe_next(request)))
    return show(request, pages.bind(seed, form, forced=forced, onward=safe_next(request)))


@require_safe
@never_cache
def seed_picture(request: Request) -> HttpResponse:
    """The seed that waits to be bound, as a telephone photographs it; one that is bound is shown to nobody."""
    if SEED not in request.session:
        raise Http404
    drawn = picture(request.session[SEED], request.user.username, option("frame.name"))
    return HttpResponse(drawn, content_type="image/svg+xml")


@never_cache
@sensitive_post_parameters("code")
def own(request: Request) -> HttpResponse:
    """One's own second factor; a code of it prints fresh recovery codes."""
    form = CodeForm(request.POST or None, slip=True)
    if form.is_valid() and Factor.objects.filter(user=request.user).exists():
        try:
            codes = actions.print_codes(user=oneself(request), typed=form.cleaned_data["code"], by=request.user)
        except Refused as refused:
            form.add_error("code", refused.reasons[0])
        else:
            if codes:
                return show(request, pages.RecoveryCodesPage(codes, request.user, "/me/factor/"))
            form.add_error("code", actions.WRONG)
    return show(request, pages.own(request.user, form))


@require_safe
def sessions(request: Request) -> HttpResponse:
    return show(request, pages.sessions(list(opening.alive(request.user)), request.session.session_key))


@require_POST
def end_others(request: Request) -> HttpResponse:
    count = session_actions.end_others(user=request.user, key=request.session.session_key, by=request.user)
    messages.success(request, f"别处的 {count} 个登录已退出。" if count else "没有别处的登录。")
    return redirect("accounts:sessions")
