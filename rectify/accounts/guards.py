"""What the database itself holds of posts: the three administrators (三员) have none, and a role is one of the files."""

# ruff: noqa: S608 (constant SQL of a migration)

import hashlib

from django.db.backends.base.base import BaseDatabaseWrapper

from rectify.accounts.roles import offered
from rectify.lib.constraints import Guard, declared, present

SENTENCE = "accounts: an administrator holds no post"


class AdministratorsHoldNoPost(Guard):
    """An account that has held a post is no administrator's, and an administrator's account is given none.

    That the three kinds exclude one another follows from their being one column.
    """

    about = "administrators hold no post"

    def __init__(self):
        super().__init__("accounts_holding")

    def deconstruct(self):
        return (type(self).__name__, [], {})

    def statements(self, connection):
        yield from self._taken_off(connection)
        yield from (self._postgres if connection.vendor == "postgresql" else self._sqlite)()

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for statement in self._taken_off(schema_editor.connection):
            schema_editor.execute(statement, params=None)

    def _taken_off(self, connection):
        for name, table in (("guard_holding_business", "accounts_holding"), ("guard_user_kind", "accounts_user")):
            yield f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if connection.vendor == "postgresql" else "")

    def triggers(self, connection):
        yield "guard_holding_business", "INSERT", "", SENTENCE
        yield "guard_user_kind", "UPDATE", "", SENTENCE

    def _sqlite(self):
        body = f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
        yield f"""CREATE TRIGGER guard_holding_business BEFORE INSERT ON accounts_holding FOR EACH ROW
            WHEN (SELECT kind FROM accounts_user WHERE id = NEW.user_id) <> 'business' {body}"""
        yield f"""CREATE TRIGGER guard_user_kind BEFORE UPDATE OF kind ON accounts_user FOR EACH ROW
            WHEN NEW.kind <> 'business' AND EXISTS (SELECT 1 FROM accounts_holding WHERE user_id = NEW.id) {body}"""

    def _postgres(self):
        refuse = f"RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = '23514'"
        # The row lock on the person makes "give a post" and "make an administrator" wait for one another.
        yield f"""CREATE OR REPLACE FUNCTION guard_holding_business() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE found_kind text; BEGIN
            SELECT kind INTO found_kind FROM accounts_user WHERE id = NEW.user_id FOR UPDATE;
            IF found_kind <> 'business' THEN {refuse}; END IF; RETURN NEW; END $$"""
        yield """CREATE TRIGGER guard_holding_business BEFORE INSERT OR UPDATE ON accounts_holding
            FOR EACH ROW EXECUTE FUNCTION guard_holding_business()"""
        yield f"""CREATE OR REPLACE FUNCTION guard_user_kind() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN IF NEW.kind <> 'business' AND EXISTS (SELECT 1 FROM accounts_holding WHERE user_id = NEW.id)
            THEN {refuse}; END IF; RETURN NEW; END $$"""
        yield """CREATE TRIGGER guard_user_kind BEFORE UPDATE OF kind ON accounts_user
            FOR EACH ROW EXECUTE FUNCTION guard_user_kind()"""


class KnownRoles(Guard):
    """A post is given in a role that a file of `rectify/accounts/roles/` offers: a role needs no migration.

    The names of the triggers hold a digest of the roles. So `missing` notices a role that came or went since, and
    `renew_roles`, which `manage.py migrate` calls, makes the guard anew.
    """

    about = "roles are those of the files"

    def __init__(self):
        super().__init__("accounts_holding")

    def deconstruct(self):
        return (type(self).__name__, [], {})

    def triggers(self, connection):
        listed = ", ".join(f"'{role}'" for role in sorted(offered()))
        unknown = f'NEW."role" NOT IN ({listed})'
        stem, sentence = f"role_{hashlib.sha256(listed.encode()).hexdigest()[:6]}", "accounts: no such role is offered"
        yield self.name(f"{stem}_given"), "INSERT", unknown, sentence
        yield self.name(f"{stem}_changed"), "UPDATE", f'{unknown} AND NEW."role" <> OLD."role"', sentence


def renew_roles(connection: BaseDatabaseWrapper) -> bool:
    """Fit the guard to the roles there are now; gives whether anything had to be done. Not before its migration."""
    guard = KnownRoles()
    wanted = {name for name, *_ in guard.triggers(connection)}
    there = {name for name, *_ in present(connection) if name.startswith(guard.name("role_"))}
    if there == wanted or not wanted <= declared(connection).keys():
        return False
    with connection.cursor() as cursor:
        for name in sorted(there - wanted):
            cursor.execute(guard.drop(name, connection))
        for statement in guard.statements(connection):
            cursor.execute(statement)
    return True
