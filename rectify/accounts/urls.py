from django.urls import path

from rectify.accounts.pages.api_keys import views as api_keys
from rectify.accounts.pages.changes import views as changes
from rectify.accounts.pages.factors import views as factors
from rectify.accounts.pages.grants import views as grants
from rectify.accounts.pages.login import views as login
from rectify.accounts.pages.me import views as me
from rectify.accounts.pages.slips import views as slips
from rectify.accounts.pages.staff_lists import views as staff_lists
from rectify.accounts.pages.standins import views as standins
from rectify.accounts.pages.unit_imports import views as unit_imports
from rectify.accounts.pages.unit_requests import views as unit_requests
from rectify.accounts.pages.units import views as units
from rectify.accounts.pages.users import views as users
from rectify.accounts.pages.vacancies import views as vacancies

app_name = "accounts"

urlpatterns = [
    path("login/", login.enter, name="login"),
    path("login/demo/", login.demo_login, name="demo_login"),
    path("logout/", login.leave, name="logout"),
    path("password/", login.password, name="password"),
    path("login/code/", factors.factor, name="factor"),
    path("me/", me.me, name="me"),
    path("me/factor/", factors.own, name="own_factor"),
    path("me/factor/new/", factors.bind, name="factor_bind"),
    path("me/factor/new/code.svg", factors.seed_picture, name="factor_picture"),
    path("me/sessions/", factors.sessions, name="sessions"),
    path("me/sessions/end/", factors.end_others, name="sessions_end"),
    path("me/stand-ins/", standins.own, name="standins"),
    path("me/stand-ins/<int:pk>/end/", standins.end, name="standin_end"),
    path("vacancies/", vacancies.vacancies, name="vacancies"),
    path("stand-ins/", standins.everybody, name="standins_all"),
    path("users/", users.users, name="users"),
    path("users/new/", users.new, name="user_new"),
    path("users/<str:public_id>/", users.user, name="user"),
    path("users/<str:public_id>/edit/", users.edit, name="user_edit"),
    path("users/<str:public_id>/reset/", users.reset, name="user_reset"),
    path("users/<str:public_id>/switch/", users.switch, name="user_switch"),
    path("people/", staff_lists.lists, name="staff_lists"),
    path("people/import/", staff_lists.choose, name="staff_import"),
    path("people/import/check/", staff_lists.check, name="staff_import_check"),
    path("people/import/submit/", staff_lists.submit, name="staff_submit"),
    path("people/import/drop/", staff_lists.drop, name="staff_import_drop"),
    path("people/template.xlsx", staff_lists.template, name="staff_template"),
    path("people/<str:public_id>/", staff_lists.staff_list, name="staff_list"),
    path("people/<str:public_id>/approve/", staff_lists.approve, name="staff_approve"),
    path("people/<str:public_id>/decline/", staff_lists.decline, name="staff_decline"),
    path("changes/", changes.changes, name="changes"),
    path("changes/<str:public_id>/", changes.change, name="change"),
    path("changes/<str:public_id>/confirm/", changes.confirm, name="change_confirm"),
    path("changes/<str:public_id>/decline/", changes.decline, name="change_decline"),
    path("changes/<str:public_id>/cancel/", changes.call_off, name="change_cancel"),
    path("api-keys/", api_keys.api_keys, name="api_keys"),
    path("api-keys/new/", api_keys.ask, name="api_key_new"),
    path("api-keys/guide/", api_keys.guide, name="api_guide"),
    path("api-keys/<str:public_id>/", api_keys.api_key, name="api_key"),
    path("api-keys/<str:public_id>/grant/", api_keys.grant, name="api_key_grant"),
    path("api-keys/<str:public_id>/decline/", api_keys.decline, name="api_key_decline"),
    path("api-keys/<str:public_id>/collect/", api_keys.collect, name="api_key_collect"),
    path("api-keys/<str:public_id>/end/", api_keys.end, name="api_key_end"),
    path("slips/", slips.slips, name="slips"),
    path("slips/print/", slips.print_them, name="slips_print"),
    path("grants/", grants.grants, name="grants"),
    path("grants/new/", grants.new, name="grant_new"),
    path("grants/<int:pk>/end/", grants.end, name="grant_end"),
    path("units/", units.units, name="units"),
    path("units/new/", units.new, name="unit_new"),
    path("units/requests/", unit_requests.requests, name="unit_requests"),
    path("units/import/", unit_imports.choose, name="unit_import"),
    path("units/import/check/", unit_imports.check, name="unit_import_check"),
    path("units/import/apply/", unit_imports.apply, name="unit_import_apply"),
    path("units/import/drop/", unit_imports.drop, name="unit_import_drop"),
    path("units/template.xlsx", unit_imports.template, name="unit_template"),
    path("units/<str:public_id>/", units.unit, name="unit"),
    path("units/<str:public_id>/edit/", units.edit, name="unit_edit"),
    path("units/<str:public_id>/move/", units.move, name="unit_move"),
    path("units/<str:public_id>/switch/", units.switch, name="unit_switch"),
]
