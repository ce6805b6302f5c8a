"""Cloud profiles: the hosts, portals and habits of one provider's cloud, kept as data beside this file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from urllib.parse import quote
from zoneinfo import ZoneInfo

LANGUAGES = ("en", "zh-hans", "ja")


class UnknownProfile(LookupError):
    """No profile has that name; the message lists those that exist."""


@dataclass(frozen=True, slots=True)
class Portal:
    """The provider's own page for a service; `{domain}` stands for the customer's directory domain."""

    template: str

    @property
    def in_context(self) -> bool:
        """Whether the address opens at the customer, rather than at the centre where one is chosen."""
        return "{domain}" in self.template

    def url(self, domain: str) -> str:
        """Return the address for one customer."""
        return self.template.replace("{domain}", quote(domain, safe=""))


@dataclass(frozen=True, slots=True)
class CloudProfile:
    """Everything that differs between one operator's cloud and another's."""

    key: str
    names: Mapping[str, str]
    region: str
    time_zone: str
    currency: str
    graph: str
    authority: str
    partner_api: str
    mail_include: str
    initial_domain: str
    features: frozenset[str]
    centres: Mapping[str, str]
    portals: Mapping[str, Portal]
    connectors: Mapping[str, str]
    robots: Mapping[str, str]
    """The webhooks of chat groups, by who provides them; a desk adds the token of its robot."""
    products: Mapping[str, str]
    """The provider's part numbers with the names people know."""

    def name(self, language: str) -> str:
        """Return the cloud's name in a language, in English where there is none."""
        return self.names.get(language.lower(), self.names["en"])

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone of the provider's calendar, by which terms and deletions are counted."""
        return ZoneInfo(self.time_zone)

    def portal(self, service: str) -> Portal | None:
        """Return the provider's page for a service, or `None` when no address is known."""
        return self.portals.get(service)


def names() -> tuple[str, ...]:
    """Return the names of the profiles that exist."""
    found = (entry.name.removesuffix(".toml") for entry in files(__package__).iterdir() if entry.name.endswith(".toml"))
    return tuple(sorted(found))


@cache
def profile(name: str) -> CloudProfile:
    """Return one profile; raises `UnknownProfile` for a name that has no file."""
    if name not in names():
        raise UnknownProfile(f"No cloud profile is called {name!r}; there are {', '.join(names())}.")
    data = tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))
    return CloudProfile(
        key=name,
        names=MappingProxyType(data["name"]),
        region=data["region"],
        time_zone=data["time_zone"],
        currency=data["currency"],
        graph=data["graph"],
        authority=data["authority"],
        partner_api=data["partner_api"],
        mail_include=data["mail_include"],
        initial_domain=data["initial_domain"],
        features=frozenset(data["features"]),
        centres=MappingProxyType(data["centres"]),
        portals=MappingProxyType({service: Portal(url) for service, url in data["portals"].items()}),
        connectors=MappingProxyType(data["connectors"]),
        robots=MappingProxyType(data["robots"]),
        products=MappingProxyType(data["products"]),
    )
