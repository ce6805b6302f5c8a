from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpRequest
from django.urls import NoReverseMatch

from behalf.web import addresses


def test_numbers_go_into_their_places() -> None:
    assert addresses.url("thing", account_id=7, thing_id=12) == "/things/7/12/"
    assert addresses.url("thing", thing_id=3, account_id=8) == "/things/8/3/"
    assert addresses.url("thing", 7, 12) == "/things/7/12/"


def test_words_and_queries_are_quoted_and_empty_ones_left_out() -> None:
    assert addresses.url("word", word="澄") == "/words/%E6%BE%84/"
    address = addresses.url("thing", account_id=1, thing_id=2, query={"q": "a b", "page": None, "tab": ""})
    assert address == "/things/1/2/?q=a+b"


def test_a_page_that_is_missing_is_an_error_unless_it_may_be() -> None:
    with pytest.raises(NoReverseMatch):
        addresses.url("nowhere", thing_id=1)
    assert addresses.url_or_none("nowhere") is None


def test_the_way_back_leads_only_to_our_own_pages(request_of: Callable[..., HttpRequest]) -> None:
    assert addresses.back(request_of(referer="http://testserver/cases/?q=1")) == "/cases/?q=1"
    assert addresses.back(request_of(referer="http://elsewhere.example/cases/")) == ""
    assert addresses.back(request_of(referer="http://testserver/somewhere")) == ""
    assert addresses.back(request_of()) == ""
    assert addresses.back(request_of(referer="http://testserver/")) == "/"
    assert addresses.back(request_of(referer="http://testserver//elsewhere.example/x")) == ""
    assert addresses.came_from(request_of(referer="http://testserver/somewhere?q=1#part")) == "/somewhere?q=1"
