"""The way of a file: kept, tried without effect, done, and done again without effect."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from behalf.audit.models import Entry
from behalf.customers import queries as customers
from behalf.customers.actions import Edit, edit_all
from behalf.identity import queries as identity
from behalf.identity.models import Organization
from behalf.kit.actor import Actor
from behalf.kit.errors import NotAllowed
from behalf.kit.tenancy import acting
from behalf.notifications.models import Mail
from behalf.subscriptions import actions, queries
from behalf.subscriptions.models import ImportFile
from behalf.subscriptions.queries import ImportRow
from tests.harness import StandAt
from tests.world import NOW, World, run_jobs

CUSTOMERS = """公司名称,主域名,Microsoft ID
成都锦程旅行社,jincheng-travel.cn,c-1
港南商事,konan-shoji.jp,c-2
Lakeside Robotics 苏州,lakeside-robotics.cn,
没有域名的公司,,
"""
SUBSCRIPTIONS = """公司名称,主域名,订阅 ID,产品名称,数量,状态
成都锦程旅行社,jincheng-travel.cn,s-1,Office 365 E3 operated by 21Vianet,24,已暂停
成都锦程旅行社,jincheng-travel.cn,s-2,Exchange Online（计划 1）,10,活动
成都锦程旅行社,jincheng-travel.cn,s-3,Office 365 Business Premium,301,活动
谁也不认识,nobody.cn,s-4,Office 365 E3,1,活动
"""
PEOPLE = """显示名称,用户名,角色
周杰,zhou@alpha.example,支持人员代理
李娜,li@alpha.example,销售代理;全局管理员
吴军,wu@alpha.example,国王
 ,noname@alpha.example,销售代理
"""


def _hand_in(actor: Actor, kind: str, text: str, encoding: str = "gb18030") -> int:
    import_id = actions.receive(actor, kind=kind, name=f"{kind}.csv", raw=text.encode(encoding), now=NOW)
    run_jobs()
    return import_id


def _import(actor: Actor, kind: str, text: str) -> ImportRow:
    import_id = _hand_in(actor, kind, text)
    actions.start(actor, import_id, now=NOW)
    run_jobs()
    return _file(actor, import_id)


def _file(actor: Actor, import_id: int) -> ImportRow:
    with acting(actor):
        return queries.import_file(actor, import_id)


def test_the_file_is_kept_as_it_came_even_if_nobody_can_read_it(world: World) -> None:
    agent = world.actor("alpha", "admin_agent")
    raw = b"\x89PNG\r\n\x1a\n\x00\x00"
    import_id = actions.receive(agent, kind="customers", name="logo.png", raw=raw, now=NOW)
    run_jobs()
    with acting(agent):
        row = ImportFile.objects.visible_to(agent).get(pk=import_id)
    assert (bytes(row.raw), row.state) == (raw, "unreadable")
    assert "CSV" in row.problem


def test_a_dry_run_says_what_would_happen_and_does_nothing(world: World) -> None:
    agent = world.actor("alpha", "admin_agent")
    import_id = _hand_in(agent, "customers", CUSTOMERS)
    with acting(agent):
        outcomes = [(line.outcome, line.done) for line in queries.lines(agent, import_id)]
        found = customers.accounts(agent, search="锦程")
    assert outcomes == [("added", False), ("refused", False), ("changed", False), ("refused", False)]
    assert found == []


def test_customers_are_added_and_changed_and_again_nothing(world: World) -> None:
    agent = world.actor("alpha", "admin_agent")
    first, second = _import(agent, "customers", CUSTOMERS), _import(agent, "customers", CUSTOMERS)
    assert first.outcomes == {"added": 1, "changed": 1, "refused": 2}
    assert second.outcomes == {"same": 2, "refused": 2}
    assert first.state == "done"
    with acting(agent):
        assert [row.domain for row in customers.accounts(agent, search="锦程")] == ["jincheng-travel.cn"]
        assert customers.account(agent, world.account_two).company == "Lakeside Robotics 苏州"


def test_a_strangers_customer_is_refused_with_the_way_on(world: World) -> None:
    agent = world.actor("alpha", "admin_agent")
    import_id = _hand_in(agent, "customers", CUSTOMERS)
    with acting(agent):
        notes = [line.note for line in queries.lines(agent, import_id, outcome="refused")]
    assert "reseller relationship" in notes[0]


def test_subscriptions_come_with_their_state(world: World) -> None:
    agent = world.actor("alpha", "admin_agent")
    _import(agent, "customers", CUSTOMERS)
    first, second = _import(agent, "subscriptions", SUBSCRIPTIONS), _import(agent, "subscriptions", SUBSCRIPTIONS)
    assert first.outcomes == {"added": 2, "refused": 2}
    assert second.outcomes == {"same": 2, "refused": 2}
    with acting(agent):
        (account,) = customers.accounts(agent, search="锦程")
        bought = {row.external_id: row for row in queries.of_account(agent, account.pk)}
    assert (bought["s-1"].status, bought["s-1"].reason, bought["s-1"].seats) == ("suspended", "elsewhere", 24)
    assert (bought["s-2"].status, bought["s-2"].seats) == ("active", 10)


def test_a_changed_line_changes_seats_and_state(world: World) -> None:
    agent = world.actor("alpha", "admin_agent")
    _import(agent, "customers", CUSTOMERS)
    _import(agent, "subscriptions", SUBSCRIPTIONS)
    later = SUBSCRIPTIONS.replace("24,已暂停", "30,活动").replace("10,活动", "10,已暂停")
    assert _import(agent, "subscriptions", later).outcomes == {"changed": 2, "refused": 2}


@pytest.mark.parametrize(
    "silent", [SUBSCRIPTIONS.replace(",状态", ""), SUBSCRIPTIONS.replace("已暂停", "").replace("活动", "")]
)
def test_a_file_that_says_no_state_wakes_nothing(world: World, silent: str) -> None:
    agent = world.actor("alpha", "admin_agent")
    _import(agent, "customers", CUSTOMERS)
    _import(agent, "subscriptions", SUBSCRIPTIONS)
    assert _import(agent, "subscriptions", silent).outcomes == {"same": 2, "refused": 2}


def test_without_ids_the_same_file_again_buys_nothing_twice(world: World) -> None:
    agent = world.actor("alpha", "admin_agent")
    _import(agent, "customers", CUSTOMERS)
    text = (
        "主域名,产品名称,数量\njincheng-travel.cn,Office 365 E3,24\njincheng-travel.cn,Exchange Online（计划 1）,10\n"
    )
    assert _import(agent, "subscriptions", text).outcomes == {"added": 2}
    assert _import(agent, "subscriptions", text).outcomes == {"same": 2}
    import_id = _hand_in(agent, "subscriptions", text.replace("24", "30"))
    with acting(agent):
        (refused,) = queries.lines(agent, import_id, outcome="refused")
    assert "subscription ID" in refused.note


def test_without_ids_a_line_finds_what_an_earlier_one_bought(world: World) -> None:
    agent = world.actor("alpha", "admin_agent")
    _import(agent, "customers", CUSTOMERS)
    text = (
        "主域名,产品名称,数量\n" + "jincheng-travel.cn,Office 365 E3,24\n" * 2 + "jincheng-travel.cn,Office 365 E3,9\n"
    )
    assert _import(agent, "subscriptions", text).outcomes == {"added": 1, "same": 1, "refused": 1}


def test_a_word_that_is_no_state_refuses_its_line(world: World) -> None:
    agent = world.actor("alpha", "admin_agent")
    _import(agent, "customers", CUSTOMERS)
    _import(agent, "subscriptions", SUBSCRIPTIONS)
    asleep = SUBSCRIPTIONS.replace("已暂停", "睡着")
    import_id = _hand_in(agent, "subscriptions", asleep)
    with acting(agent):
        notes = [line.note for line in queries.lines(agent, import_id, outcome="refused")]
    assert "睡着" in notes[0]


def test_people_come_with_their_roles_and_are_invited(world: World) -> None:
    admin = world.actor("alpha", "global_admin")
    assert _import(admin, "people", PEOPLE).outcomes == {"added": 2, "refused": 2}
    with acting(admin):
        here = {person.email: person.roles for person in identity.people(admin)}
        invited = set(Mail.objects.visible_to(admin).filter(to__endswith="@alpha.example").values_list("to", flat=True))
    assert here["zhou@alpha.example"] == {"helpdesk_agent"}
    assert here["li@alpha.example"] == {"sales_agent", "global_admin"}
    assert invited >= {"zhou@alpha.example", "li@alpha.example"}
    assert _import(admin, "people", PEOPLE.replace("吴军,wu", "吴军,zhou")).outcomes == {"same": 3, "refused": 1}


def test_nobody_imports_what_they_may_not_do_by_hand(world: World) -> None:
    with pytest.raises(NotAllowed):
        _hand_in(world.actor("alpha", "sales_agent"), "people", PEOPLE)
    with pytest.raises(NotAllowed):
        _hand_in(world.actor("alpha", "helpdesk_agent"), "customers", CUSTOMERS)


def test_a_file_of_many_lines_is_done_in_several_jobs(world: World) -> None:
    agent = world.actor("alpha", "admin_agent")
    rows = "".join(f"公司{number},c{number}.example.cn\n" for number in range(230))
    file = _import(agent, "customers", "Company name,Domain\n" + rows)
    assert (file.state, file.done, file.outcomes) == ("done", 230, {"added": 230})


@pytest.mark.parametrize("kind", ["customers", "subscriptions"])
def test_more_lines_ask_no_more_statements(world: World, kind: str) -> None:
    agent = world.actor("alpha", "admin_agent")
    asked = []
    for begin, lines in ((0, 3), (100, 300)):
        numbers = range(begin, begin + lines)
        customers_of = "".join(f"公司{number},c{number}.example.cn\n" for number in numbers)
        bought = "".join(f"c{number}.example.cn,s-{number},Office 365 E3,5\n" for number in numbers)
        file = {
            "customers": f"Company name,Domain\n{customers_of}",
            "subscriptions": f"Domain,Subscription ID,Offer,Quantity\n{bought}",
        }
        if kind == "subscriptions":
            _import(agent, "customers", file["customers"])
        import_id = actions.receive(agent, kind=kind, name="x.csv", raw=file[kind].encode(), now=NOW)
        with CaptureQueriesContext(connection) as dry:
            actions.check(agent.as_system(), import_id, now=NOW)
        actions.start(agent, import_id, now=NOW)
        with CaptureQueriesContext(connection) as real:
            actions.run(agent.as_system(), import_id, now=NOW)
        assert _file(agent, import_id).outcomes == {"added": lines}
        asked.append((len(dry), len(real)))
    assert asked[0] == asked[1]


def test_a_customer_that_is_not_added_leaves_no_organization(world: World) -> None:
    agent = world.actor("alpha", "admin_agent")
    before = Organization.objects.count()
    _import(agent, "customers", CUSTOMERS)
    assert Organization.objects.count() == before + 1


def test_a_line_finds_what_earlier_lines_of_its_file_did(world: World) -> None:
    agent = world.actor("alpha", "admin_agent")
    twice = "Company,Domain,City\n锦程,jincheng.cn,成都\n锦程旅行社,jincheng.cn,成都\n锦程旅行社,JINCHENG.cn,\n"
    assert _import(agent, "customers", twice).outcomes == {"added": 1, "changed": 1, "same": 1}
    addon = (
        "Company name,Domain,Subscription ID,Offer,Quantity\n"
        ",jincheng.cn,s-1,Office 365 E3,5\n锦程旅行社,,s-2,extra-file-storage,5\n,jincheng.cn,s-1,Office 365 E3,6\n"
    )
    assert _import(agent, "subscriptions", addon).outcomes == {"added": 2, "changed": 1}
    with acting(agent):
        (account,) = customers.accounts(agent, search="jincheng.cn")
        bought = {row.external_id: row for row in queries.of_account(agent, account.pk)}
    assert (account.company, bought["s-1"].seats, bought["s-2"].parent_id) == ("锦程旅行社", 6, bought["s-1"].id)


def test_what_is_deleted_stays_so_whatever_a_file_says(world: World, stand_at: StandAt) -> None:
    stand_at(NOW)
    agent = world.actor("alpha", "admin_agent")
    file = "Domain,Subscription ID,Offer,Quantity,Status\nlakeside-robotics.cn,s-9,Office 365 E3,5,suspended\n"
    _import(agent, "subscriptions", file)
    with acting(agent):
        (row,) = (row for row in queries.of_account(agent, world.account_two) if row.external_id == "s-9")
    actions.count_down(world.system("alpha"), row.id, now=NOW + timedelta(days=62))
    for status in ("active", "suspended"):
        assert _import(agent, "subscriptions", file.replace("suspended", status)).outcomes == {"same": 1}


def test_what_ended_in_a_file_is_ended_by_nobody_and_said_while_it_is_active_here(world: World) -> None:
    agent = world.actor("alpha", "admin_agent")
    file = "Domain,Subscription ID,Offer,Quantity,Status\nlakeside-robotics.cn,s-8,Office 365 E3,5,{}\n"
    _import(agent, "subscriptions", file.format("active"))
    assert _import(agent, "subscriptions", file.format("deleted")).outcomes == {"refused": 1}
    _import(agent, "subscriptions", file.format("suspended"))
    assert _import(agent, "subscriptions", file.format("deleted")).outcomes == {"same": 1}


def test_a_cell_that_no_column_takes_refuses_its_line_alone(world: World) -> None:
    agent = world.actor("alpha", "admin_agent")
    rows = [
        ("公司名称", "主域名", "城市"),
        ("长" * 300, "long.cn", ""),
        ("短", "short.cn", "城" * 101),
        ("锦程", "jc.cn", "成都"),
    ]
    import_id = _hand_in(agent, "customers", "\n".join(map(",".join, rows)))
    with acting(agent):
        found = queries.lines(agent, import_id)
    assert [line.outcome for line in found] == ["refused", "refused", "added"]
    assert all(line.note for line in found[:2])


@pytest.mark.parametrize("seats", ["99999999999", "9" * 5000])
def test_more_seats_than_there_are_numbers_refuse_their_line(world: World, seats: str) -> None:
    agent = world.actor("alpha", "admin_agent")
    domain = "chenghai-bio.cn"
    import_id = _hand_in(agent, "subscriptions", f"主域名,产品名称,数量\n{domain},Office 365 E3,{seats}\n")
    with acting(agent):
        (line,) = queries.lines(agent, import_id)
    assert line.outcome == "refused"


def test_a_cell_as_large_as_a_book_makes_the_file_unreadable(world: World) -> None:
    agent = world.actor("alpha", "admin_agent")
    import_id = _hand_in(agent, "customers", f'公司名称,主域名\n"{"x" * 200_000}",x.cn\n')
    assert _file(agent, import_id).state == "unreadable"


@pytest.mark.parametrize("kind", ["customers", "subscriptions"])
def test_more_lines_that_change_something_ask_no_more_statements(world: World, kind: str) -> None:
    agent = world.actor("alpha", "admin_agent")
    asked = []
    for begin, lines in ((0, 3), (100, 40)):
        before, after = _twins(kind, range(begin, begin + lines))
        if kind == "subscriptions":
            _import(agent, "customers", _twins("customers", range(begin, begin + lines))[0])
        _import(agent, kind, before)
        with acting(agent):
            first = Entry.objects.visible_to(agent).count()
        import_id = actions.receive(agent, kind=kind, name="x.csv", raw=after.encode(), now=NOW)
        with CaptureQueriesContext(connection) as dry:
            actions.check(agent.as_system(), import_id, now=NOW)
        actions.start(agent, import_id, now=NOW)
        with CaptureQueriesContext(connection) as real:
            actions.run(agent.as_system(), import_id, now=NOW)
        assert _file(agent, import_id).outcomes == {"changed": lines}
        asked.append((len(dry), len(real)))
        with acting(agent):
            told = Entry.objects.visible_to(agent).count() - first
        assert told == lines * ACTS[kind] + 3, "each change is an entry of its own, beside three of the file"
    assert asked[0] == asked[1]


ACTS = {"customers": 2, "subscriptions": 3}


def _twins(kind: str, numbers: range) -> tuple[str, str]:
    """A file, and the same one with every line changed in all that a file can change."""
    if kind == "customers":
        lines = "".join(f"公司{number},c{number}.example.cn,,\n" for number in numbers)
        head = "Company name,Domain,City,Billing email\n"
        return head + lines, head + lines.replace(",,\n", ",成都,bills@example.cn\n")
    lines = "".join(f"c{number}.example.cn,s-{number},Office 365 E3,5,active,\n" for number in numbers)
    head = "Domain,Subscription ID,Offer,Quantity,Status,Nickname\n"
    return head + lines, head + lines.replace(",5,active,\n", ",6,suspended,Head office\n")


def test_what_an_import_suspends_or_wakes_is_announced_with_its_add_ons(world: World) -> None:
    agent = world.actor("alpha", "admin_agent")
    _import(agent, "customers", CUSTOMERS)
    head = "Domain,Subscription ID,Offer,Quantity,Status\n"
    file = head + "jincheng-travel.cn,s-1,Office 365 E3,5,active\njincheng-travel.cn,s-2,extra-file-storage,5,active\n"
    _import(agent, "subscriptions", file)
    only_the_first = head + "jincheng-travel.cn,s-1,Office 365 E3,5,{}\n"
    assert _import(agent, "subscriptions", only_the_first.format("suspended")).outcomes == {"changed": 1}
    assert _states(agent) == {"s-1": "suspended", "s-2": "suspended"}
    assert _import(agent, "subscriptions", only_the_first.format("active")).outcomes == {"changed": 1}
    assert _states(agent) == {"s-1": "active", "s-2": "active"}
    assert _import(agent, "subscriptions", file.replace("active", "suspended")).outcomes == {"changed": 1, "same": 1}


def test_a_line_that_is_refused_half_way_leaves_its_subscription_as_it_was(world: World) -> None:
    agent = world.actor("alpha", "admin_agent")
    _import(agent, "customers", CUSTOMERS)
    _import(agent, "subscriptions", SUBSCRIPTIONS)
    too_many = SUBSCRIPTIONS.replace("24,已暂停", "9999999,活动")
    assert _import(agent, "subscriptions", too_many).outcomes == {"refused": 3, "same": 1}
    assert _states(agent)["s-1"] == "suspended"


def test_an_id_that_a_file_brings_is_kept_and_found_again(world: World) -> None:
    agent = world.actor("alpha", "admin_agent")
    _import(agent, "customers", "Company,Domain\n锦程,jincheng.cn\n")
    with_id = "Company,Domain,Microsoft ID\n锦程,jincheng.cn,c-77\n"
    assert _import(agent, "customers", with_id).outcomes == {"changed": 1}
    assert _import(agent, "customers", with_id).outcomes == {"same": 1}


def test_who_may_not_edit_bills_changes_no_line_that_has_them(world: World) -> None:
    agent, helper = world.actor("alpha", "admin_agent"), world.actor("alpha", "helpdesk_agent")
    with acting(agent):
        account = customers.account(agent, world.account_two)
    edits = [Edit(account.pk, {"city": "苏州"}), Edit(account.pk, {"city": "无锡", "billing_email": "a@b.cn"})]
    assert [bool(each) for each in edit_all(helper, edits, now=NOW)] == [False, True]
    with acting(agent):
        assert customers.account(agent, world.account_two).city == "苏州"


def _states(agent: Actor) -> dict[str, str]:
    with acting(agent):
        (account,) = customers.accounts(agent, search="锦程")
        return {row.external_id: row.status for row in queries.of_account(agent, account.pk) if row.external_id}
