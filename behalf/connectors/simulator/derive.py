"""A plausible tenant made from nothing but its domain: the same domain is the same tenant every time."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar
from uuid import NAMESPACE_DNS, uuid5

from behalf.connectors.simulator import schema
from behalf.connectors.simulator.schema import JsonValue, Offered

Item = TypeVar("Item")

FAMILY_NAMES = (
    "王 wang",
    "李 li",
    "张 zhang",
    "刘 liu",
    "陈 chen",
    "杨 yang",
    "赵 zhao",
    "黄 huang",
    "周 zhou",
    "吴 wu",
)
GIVEN_NAMES = (
    "伟 wei", "芳 fang", "娜 na", "敏 min", "静 jing", "磊 lei", "军 jun", "洋 yang", "艳 yan", "杰 jie",
    "思雨 siyu", "浩然 haoran", "欣怡 xinyi", "子轩 zixuan", "雅婷 yating", "俊豪 junhao",
)  # fmt: skip
PRODUCTS = ("ENTERPRISEPACK", "STANDARDPACK", "O365_BUSINESS_PREMIUM", "O365_BUSINESS_ESSENTIALS")
EXTRA_PRODUCT = "INTUNE_A"

BLOCKED = 0.06
WITH_EXTRA_PRODUCT = 0.3
BLOCKED_WITHOUT_LICENCE = 0.5
"""Shares of the people; some of those who left were cleaned up, the others still hold a seat."""


@dataclass(frozen=True, slots=True)
class DerivedUser:
    """A user of a derived tenant; `products` are part numbers."""

    id: str
    name: str
    sign_in_name: str
    enabled: bool
    products: tuple[str, ...]


def settings(domain: str, service: str) -> dict[str, JsonValue]:
    """Return a tenant's settings of a service: mostly right, some weak, some never set."""
    return {key: _value(domain, service, key, offered) for key, offered in schema.services()[service].items()}


def users(domain: str, count: int | None = None) -> tuple[DerivedUser, ...]:
    """Return a tenant's users; without a count, between 6 and 40 of them."""
    wanted = 6 + _number(domain, "users", below=35) if count is None else count
    return tuple(_user(domain, place) for place in range(wanted))


def licences(domain: str, people: Sequence[DerivedUser]) -> dict[str, int]:
    """Return the seats a tenant has by product: those in use, and a few more."""
    seats: dict[str, int] = {}
    for person in people:
        for product in person.products:
            seats[product] = seats.get(product, 0) + 1
    return {product: used + _number(domain, product, "spare", below=6) for product, used in seats.items()}


def product_id(product: str) -> str:
    """Return the id of a product, the same in every tenant."""
    return str(uuid5(NAMESPACE_DNS, product))


def _value(domain: str, service: str, key: str, offered: Offered) -> JsonValue:
    """Pick a value; how careful a tenant was in general decides how often it is not the usual one."""
    neglect = 0.06 + 0.24 * _share(domain, "neglect")
    luck = _share(domain, service, key)
    if offered.unset and luck < neglect / 2:
        return None
    if luck < neglect:
        return _named(_pick(offered.others, domain, service, key, "other"), domain)
    return _named(offered.usual, domain)


def _named(value: JsonValue, domain: str) -> JsonValue:
    if isinstance(value, list):
        return [item.replace("{domain}", domain) for item in value]
    return value


def _user(domain: str, place: int) -> DerivedUser:
    family, family_latin = _pick(FAMILY_NAMES, domain, place, "family").split()
    given, given_latin = _pick(GIVEN_NAMES, domain, place, "given").split()
    main = _pick(PRODUCTS, domain, "product")
    blocked = _share(domain, place, "blocked") < BLOCKED
    with_extra = _share(domain, place, "extra") < WITH_EXTRA_PRODUCT
    unlicensed = blocked and _share(domain, place, "unlicensed") < BLOCKED_WITHOUT_LICENCE
    products = () if unlicensed else (main, EXTRA_PRODUCT) if with_extra else (main,)
    return DerivedUser(
        id=str(uuid5(NAMESPACE_DNS, f"{place}.{domain}")),
        name=family + given,
        sign_in_name=f"{given_latin}.{family_latin}{place + 1}@{domain}",
        enabled=not blocked,
        products=products,
    )


def _share(*parts: object) -> float:
    """Return a number from 0 up to 1 that depends on nothing but the parts."""
    digest = sha256("/".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:6]) / 2**48


def _number(*parts: object, below: int) -> int:
    return int(_share(*parts) * below)


def _pick(items: Sequence[Item], *parts: object) -> Item:
    return items[_number(*parts, below=len(items))]
