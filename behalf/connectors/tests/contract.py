"""What every `SettingsPort` keeps to; each implementation's tests inherit it."""

import pytest

from behalf.connectors.ports import Changed, NotSupported, Refused, SettingsPort, SettingValue, TenantUser

SERVICE = "exchange-online"
SWITCH = "TransportConfig.SmtpClientAuthenticationDisabled"
WORD = "HostedOutboundSpamFilterPolicy.AutoForwardingMode"
NUMBER = "HostedOutboundSpamFilterPolicy.RecipientLimitExternalPerHour"
ON: SettingValue = True
LIST = "HostedConnectionFilterPolicy.IPAllowList"


class SettingsPortContract:
    """Needs the fixtures `port` and `tenant`; the tenant is the test's own and has Exchange Online."""

    def test_every_setting_is_read_with_its_etag(self, port: SettingsPort, tenant: str) -> None:
        read = port.read(tenant, SERVICE)
        assert {SWITCH, WORD, NUMBER, LIST} <= read.keys()
        assert all(reading.error is None and reading.etag for reading in read.values())

    def test_reading_twice_gives_the_same(self, port: SettingsPort, tenant: str) -> None:
        assert port.read(tenant, SERVICE) == port.read(tenant, SERVICE)

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            (SWITCH, True),
            (SWITCH, False),
            (WORD, "Off"),
            (NUMBER, 321),
            (NUMBER, 0),
            (LIST, ("203.0.113.7", "203.0.113.8")),
            (LIST, ()),
            (SWITCH, None),
        ],
    )
    def test_what_is_written_is_read_back(
        self, port: SettingsPort, tenant: str, key: str, value: SettingValue | None
    ) -> None:
        port.write(tenant, SERVICE, key, value, if_match=port.read(tenant, SERVICE)[key].etag)
        read = port.read(tenant, SERVICE)[key]
        assert read.value == value
        assert type(read.value) is type(value)

    def test_undo_restores_the_old_value_exactly(self, port: SettingsPort, tenant: str) -> None:
        port.write(tenant, SERVICE, SWITCH, None, if_match=None)
        port.write(tenant, SERVICE, SWITCH, ON, if_match=port.read(tenant, SERVICE)[SWITCH].etag)
        port.write(tenant, SERVICE, SWITCH, None, if_match=port.read(tenant, SERVICE)[SWITCH].etag)
        read = port.read(tenant, SERVICE)[SWITCH]
        assert (read.value, read.error) == (None, None)

    def test_a_write_touches_nothing_else(self, port: SettingsPort, tenant: str) -> None:
        before = dict(port.read(tenant, SERVICE))
        port.write(tenant, SERVICE, NUMBER, 77, if_match=before[NUMBER].etag)
        after = dict(port.read(tenant, SERVICE))
        assert before.pop(NUMBER) != after.pop(NUMBER)
        assert before == after

    def test_a_write_on_an_old_reading_is_refused(self, port: SettingsPort, tenant: str) -> None:
        old = port.read(tenant, SERVICE)[NUMBER]
        port.write(tenant, SERVICE, NUMBER, 111, if_match=old.etag)
        with pytest.raises(Changed):
            port.write(tenant, SERVICE, NUMBER, 222, if_match=old.etag)
        assert port.read(tenant, SERVICE)[NUMBER].value == 111

    def test_a_value_of_the_wrong_type_is_refused(self, port: SettingsPort, tenant: str) -> None:
        with pytest.raises(Refused):
            port.write(tenant, SERVICE, SWITCH, "perhaps", if_match=None)

    def test_an_unknown_service_or_setting_is_not_supported(self, port: SettingsPort, tenant: str) -> None:
        with pytest.raises(NotSupported):
            port.read(tenant, "telegraph")
        with pytest.raises(NotSupported):
            port.write(tenant, SERVICE, "No.Such", ON, if_match=None)

    def test_tenants_stay_apart(self, port: SettingsPort, tenant: str) -> None:
        other = f"other-{tenant}"
        port.write(other, SERVICE, NUMBER, 1, if_match=None)
        port.write(tenant, SERVICE, NUMBER, 2, if_match=None)
        assert port.read(other, SERVICE)[NUMBER].value == 1

    def test_users_come_in_pages_each_once(self, port: SettingsPort, tenant: str) -> None:
        whole = port.users(tenant, limit=100)
        assert whole.next is None
        seen: list[TenantUser] = []
        mark = None
        while True:
            page = port.users(tenant, after=mark, limit=4)
            assert len(page.users) <= 4
            seen += page.users
            mark = page.next
            if mark is None:
                break
        assert tuple(seen) == whole.users
        assert len({user.id for user in seen}) == len(seen) > 4

    def test_a_user_is_blocked_and_let_in_again(self, port: SettingsPort, tenant: str) -> None:
        user = next(one for one in port.users(tenant).users if not one.blocked)
        port.set_blocked(tenant, user.id, blocked=True)
        assert next(one for one in port.users(tenant).users if one.id == user.id).blocked
        port.set_blocked(tenant, user.id, blocked=False)
        assert user in port.users(tenant).users

    def test_a_licence_is_taken_and_given(self, port: SettingsPort, tenant: str) -> None:
        licence = next(one for one in port.licences(tenant) if one.used)
        holder = next(one for one in port.users(tenant).users if licence.product in one.licences)
        port.set_licences(tenant, holder.id, remove=(licence.id,))
        taken = next(one for one in port.licences(tenant) if one.id == licence.id)
        assert (taken.used, taken.seats) == (licence.used - 1, licence.seats)
        port.set_licences(tenant, holder.id, add=(licence.id,))
        assert licence in port.licences(tenant)
        assert holder in port.users(tenant).users

    def test_an_unknown_user_is_not_supported_and_an_unknown_licence_refused(
        self, port: SettingsPort, tenant: str
    ) -> None:
        with pytest.raises(NotSupported):
            port.set_blocked(tenant, "nobody", blocked=True)
        with pytest.raises(Refused):
            port.set_licences(tenant, port.users(tenant).users[0].id, add=("no-such-licence",))
