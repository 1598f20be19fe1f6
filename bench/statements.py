"""How many statements each page of the application asks: python -m bench.statements PATH … (settings from the environment)."""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rectify.settings")


def main(paths: list[str]) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from rectify.accounts.models import User

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(username="leader"), backend=settings.AUTHENTICATION_BACKENDS[-1])
    found = {}
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(path)
        found[path] = {"status": answer.status_code, "statements": len(asked), "bytes": len(answer.content)}
        if os.environ.get("SHOW"):
            found[path]["sql"] = [f"{query['time']} {query['sql'][:400]}" for query in asked.captured_queries]
    print(json.dumps(found, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
