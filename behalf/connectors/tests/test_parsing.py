"""An answer that does not fit is called unreadable; nothing of it is guessed."""

from collections.abc import Callable
from typing import Any

import pytest

from behalf.connectors.ports import SettingReading, Unreachable
from behalf.connectors.tenant_api import parsing

USER = {
    "id": "1",
    "displayName": "王伟",
    "userPrincipalName": "wei@a.cn",
    "accountEnabled": True,
    "assignedLicenses": [{"skuId": "x"}],
}
LICENCE = {"skuId": "x", "skuPartNumber": "STANDARDPACK", "prepaidUnits": {"enabled": 5}, "consumedUnits": 7}


def _user(entry: dict[str, Any]) -> object:
    return parsing.user(entry, {"x": "Office 365 E1"})


def test_what_fits_becomes_records() -> None:
    user = parsing.user(USER, {"x": "Office 365 E1"})
    assert (user.blocked, user.licences) == (False, ("Office 365 E1",))
    assert parsing.user(USER, {}).licences == ("x",)
    assert parsing.licence(LICENCE).free == 0
    entry = {"id": "A.B", "value": ["x"], "@odata.etag": 'W/"1"'}
    assert parsing.reading(entry) == ("A.B", SettingReading(value=("x",), etag='W/"1"'))
    assert parsing.reading({"id": "A.B", "error": {}})[1].error
    assert parsing.after({"value": []}) is None


def test_only_the_mark_is_taken_from_a_next_link() -> None:
    link = "https://elsewhere.example/steal?$top=5&$skiptoken=a%2Fb"
    assert parsing.after({"@odata.nextLink": link}) == "a/b"


@pytest.mark.parametrize(
    ("parse", "answer"),
    [
        (parsing.entries, None),
        (parsing.entries, []),
        (parsing.entries, {"value": [1]}),
        (parsing.after, {"@odata.nextLink": 5}),
        (parsing.after, {"@odata.nextLink": "https://a.example/"}),
        (parsing.reading, {"value": 1, "@odata.etag": "1"}),
        (parsing.reading, {"id": "A", "@odata.etag": "1"}),
        (parsing.reading, {"id": "A", "value": 1}),
        (parsing.reading, {"id": "A", "value": 1.5, "@odata.etag": "1"}),
        (parsing.reading, {"id": "A", "value": [1], "@odata.etag": "1"}),
        (_user, USER | {"accountEnabled": "yes"}),
        (_user, USER | {"assignedLicenses": ["x"]}),
        (_user, USER | {"displayName": None}),
        (parsing.licence, LICENCE | {"prepaidUnits": 5}),
        (parsing.licence, LICENCE | {"consumedUnits": True}),
    ],
)
def test_what_does_not_fit_is_unreadable(parse: Callable[[Any], object], answer: object) -> None:
    with pytest.raises(Unreachable, match="cannot be read"):
        parse(answer)
