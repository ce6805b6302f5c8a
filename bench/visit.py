"""Signs agents of the largest reseller in and prints, as JSON, their cookies, the pages and their statements."""

from __future__ import annotations

import json
from collections.abc import Sequence

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from behalf.cases.models import Case
from behalf.customers.models import Account
from behalf.identity import directory
from behalf.identity.models import Person
from behalf.kit.tenancy import acting
from bench.load import AGENT

CONNECTIONS = 8


def main(arguments: Sequence[str]) -> None:
    """Nothing to say on the command line."""
    people = [Person.objects.get(email=AGENT.format(place=place, reseller=0)) for place in range(CONNECTIONS)]
    clients = [signed_in(person) for person in people]
    pages = _pages(people[0])
    statements = {name: _statements(clients[0], path) for name, path in pages.items()}
    for client in clients:  # like a browser, it keeps the cookies it is given
        client.get(pages["case list"], headers={"host": "localhost"})
    print(json.dumps({"cookies": [cookie_of(client) for client in clients], "pages": pages, "statements": statements}))


def signed_in(person: Person) -> Client:
    """A browser in which somebody is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    UserSession.objects.create(user=person, ip="127.0.0.1", session_key=session.session_key)
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    return client


def cookie_of(client: Client) -> str:
    """Its cookies, as it sends them."""
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def _pages(person: Person) -> dict[str, str]:
    actor = directory.actors_of(person.pk)[0]
    with acting(actor):
        account = Account.objects.visible_to(actor).order_by("-id")[3]
        case = Case.objects.visible_to(actor).filter(account=account).order_by("id")[0]
    return {
        "case list": "/cases/?view=all",
        "case": f"/cases/{case.pk}/",
        "customers": "/customers/",
        "customer": f"/customers/{account.pk}/",
        "Service management": f"/customers/{account.pk}/services/",
        "health board": "/health/",
        "dashboard": "/",
    }


def _statements(client: Client, path: str) -> int:
    client.get(path, headers={"host": "localhost"})  # what is asked only once in a process is not the page's
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path, headers={"host": "localhost"})
    if answer.status_code != 200:
        raise SystemExit(f"{path} answers {answer.status_code}")
    return sum(not each["sql"].startswith(("SAVEPOINT", "RELEASE")) for each in asked.captured_queries)
