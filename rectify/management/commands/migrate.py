"""manage.py migrate: Django's own, by MIGRATE_DATABASE_URL where there is one; afterwards the guard knows today's roles."""

from django.core.management.commands import migrate
from django.db import connection

from rectify.accounts.guards import renew_roles
from rectify.lib.rights import as_owner


class Command(migrate.Command):
    def handle(self, *args: object, **options: object) -> None:
        with as_owner():
            super().handle(*args, **options)
            renew_roles(connection)
