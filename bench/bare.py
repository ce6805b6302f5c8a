"""The barest page that shows the same: Django and Jinja2, one session look-up, one query of 25 rows, no frame.

Served by the same granian with the same pool, from the same tables, as their owner: no tenant's role is taken.
"""

from __future__ import annotations

import os
from typing import Any, ClassVar

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import path
from jinja2 import Environment

os.environ["BEHALF_PROCESS"] = "web"
from behalf.site.settings import database

settings.configure(
    SECRET_KEY=os.environ["BEHALF_SECRET_KEY"],
    ALLOWED_HOSTS=["localhost"],
    DATABASES={"default": database(os.environ["BEHALF_OWNER_URL"], pool=True)},
    INSTALLED_APPS=["django.contrib.sessions"],
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    SESSION_COOKIE_NAME="behalf",
)
django.setup(set_prefix=False)

COLUMNS = (
    "id", "number", "subject", "company", "counterpart_name", "account_id", "service_id", "severity", "status",
    "assignee_id", "assignee_name", "opened_at", "due_at", "queue_at", "first_answer_at", "closed_at",
)  # fmt: skip


class Case(models.Model):
    """The columns of the list."""

    objects: ClassVar[models.Manager[Case]] = models.Manager()

    org_id = models.BigIntegerField()
    number = models.CharField(max_length=20)
    subject = models.CharField(max_length=200)
    company = models.CharField(max_length=200)
    counterpart_name = models.CharField(max_length=200)
    account_id = models.BigIntegerField()
    service_id = models.BigIntegerField()
    severity = models.CharField(max_length=1)
    status = models.CharField(max_length=20)
    assignee_id = models.BigIntegerField()
    assignee_name = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    queue_at = models.DateTimeField()
    first_answer_at = models.DateTimeField()
    closed_at = models.DateTimeField()

    class Meta:
        app_label = "bare"
        managed = False
        db_table = "cases_case"


PAGE = Environment(autoescape=True).from_string("""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Cases</title></head><body><table>{% for row in rows %}<tr><td><time datetime="{{ row[12] }}">{{ row[12] }}</time>
</td><td>{{ row[7] }}</td><td><a href="/cases/{{ row[0] }}/">{{ row[2] }}</a> {{ row[3] }} {{ row[1] }}</td>
<td>{{ row[8] }}</td><td>{{ row[10] }}</td></tr>{% endfor %}</table></body></html>""")
ORG = int(os.environ["BENCH_ORG"])


def cases(request: HttpRequest) -> HttpResponse:
    """Somebody signed in, 25 rows by what is due."""
    person: Any = request.session.get("_auth_user_id")
    if person is None:
        return HttpResponse(status=403)
    rows = Case.objects.filter(org_id=ORG, closed_at=None).order_by("queue_at", "id").values_list(*COLUMNS)[:25]
    body = PAGE.render(rows=list(rows)).encode()
    return HttpResponse(body, headers={"Content-Length": str(len(body))})


urlpatterns = [path("cases/", cases)]
application = get_wsgi_application()
