"""The provider's JSON turned into our records; what does not fit is an answer that cannot be read."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from behalf.connectors.ports import Licence, SettingReading, SettingValue, TenantUser, Unreachable

UNREADABLE = "the answer cannot be read"


def entries(page: Any) -> list[dict[str, Any]]:
    """Return the entries of one page."""
    values = page.get("value") if isinstance(page, dict) else None
    if not isinstance(values, list) or not all(isinstance(entry, dict) for entry in values):
        raise Unreachable(UNREADABLE)
    return values


def after(page: Any) -> str | None:
    """Return the mark at which the next page begins; the link's own address is never followed."""
    link = page.get("@odata.nextLink")
    if link is None:
        return None
    marks = parse_qs(urlsplit(link).query).get("$skiptoken") if isinstance(link, str) else None
    if not marks:
        raise Unreachable(UNREADABLE)
    return marks[0]


def reading(entry: Mapping[str, Any]) -> tuple[str, SettingReading]:
    """Return one setting's key and reading."""
    error = entry.get("error")
    if error is not None:
        text = error.get("message") if isinstance(error, dict) else None
        return _text(entry, "id"), SettingReading(error=text if isinstance(text, str) and text else UNREADABLE)
    if "value" not in entry:
        raise Unreachable(UNREADABLE)
    return _text(entry, "id"), SettingReading(value=_value(entry["value"]), etag=_text(entry, "@odata.etag"))


def user(entry: Mapping[str, Any], products: Mapping[str, str]) -> TenantUser:
    """Return one user; `products` names the licences by their id."""
    held = entry.get("assignedLicenses")
    enabled = entry.get("accountEnabled")
    if not isinstance(held, list) or not isinstance(enabled, bool):
        raise Unreachable(UNREADABLE)
    ids = [_text(licence, "skuId") for licence in held]
    return TenantUser(
        id=_text(entry, "id"),
        name=_text(entry, "displayName"),
        sign_in_name=_text(entry, "userPrincipalName"),
        blocked=not enabled,
        licences=tuple(sorted(products.get(sku, sku) for sku in ids)),
    )


def licence(entry: Mapping[str, Any]) -> Licence:
    """Return one subscribed product under the provider's own part number."""
    units = entry.get("prepaidUnits")
    if not isinstance(units, dict):
        raise Unreachable(UNREADABLE)
    return Licence(
        id=_text(entry, "skuId"),
        product=_text(entry, "skuPartNumber"),
        seats=_number(units, "enabled"),
        used=_number(entry, "consumedUnits"),
    )


def _value(value: Any) -> SettingValue | None:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise Unreachable(UNREADABLE)


def _text(entry: Any, name: str) -> str:
    value = entry.get(name) if isinstance(entry, Mapping) else None
    if not isinstance(value, str):
        raise Unreachable(UNREADABLE)
    return value


def _number(entry: Mapping[str, Any], name: str) -> int:
    value = entry.get(name)
    if type(value) is not int:
        raise Unreachable(UNREADABLE)
    return value
