"""The addresses of cases."""

from __future__ import annotations

from django.urls import path

from behalf.cases.pages import bonds, case, deadline, lists, many, opening, presence, ready, reports, search

app_name = "cases"

urlpatterns = [
    path("cases/", lists.queue, name="queue"),
    path("cases/live/", lists.live, name="queue_live"),
    path("cases/search/", search.search, name="search"),
    path("cases/filters/", many.filters, name="filters"),
    path("cases/views/", many.save_view, name="save_view"),
    path("cases/views/<int:view_id>/remove/", many.drop_view, name="drop_view"),
    path("cases/bulk/", many.bulk, name="bulk"),
    path("cases/blocks/", ready.text_blocks, name="text_blocks"),
    path("cases/blocks/<int:block_id>/remove/", ready.drop_block, name="drop_block"),
    path("cases/checklists/", ready.checklists, name="checklists"),
    path("cases/checklists/<int:item_id>/remove/", ready.drop_check, name="drop_check"),
    path("cases/<int:case_id>/pick/", ready.pick, name="pick"),
    path("cases/<int:case_id>/colleagues/", ready.colleagues, name="colleagues"),
    path("cases/<int:case_id>/check/<int:item_id>/", ready.check, name="check"),
    path("cases/<int:case_id>/tag/", ready.tag, name="tag"),
    path("cases/reports/", reports.reports, name="reports"),
    path("cases/reports/file/", reports.file, name="report_file"),
    path("cases/reports/cases/", reports.behind, name="behind"),
    path("cases/open/", opening.find_customer, name="find_customer"),
    path("customers/<int:account_id>/cases/", lists.of_account, name="of_account"),
    path("customers/<int:account_id>/cases/open/", opening.open_for, name="open_for"),
    path("customers/<int:account_id>/cases/panel/", lists.panel, name="panel"),
    path("cases/<int:case_id>/", case.case, name="case"),
    path("cases/<int:case_id>/live/", case.live, name="live"),
    path("cases/<int:case_id>/attend/", presence.attend, name="attend"),
    path("cases/<int:case_id>/leave/", presence.leave, name="leave"),
    path("cases/<int:case_id>/files/<int:file_id>/", case.file, name="file"),
    path("cases/<int:case_id>/write/", case.write, name="write"),
    path("cases/<int:case_id>/take/", case.take, name="take"),
    path("cases/<int:case_id>/assign/", case.assign, name="assign"),
    path("cases/<int:case_id>/tried/", case.tried, name="tried"),
    path("cases/<int:case_id>/clocks/", deadline.why, name="why"),
    path("cases/<int:case_id>/agreement/", case.agreement, name="agreement"),
    path("cases/<int:case_id>/severity/", case.severity, name="severity"),
    path("cases/<int:case_id>/resolve/", case.resolve, name="resolve"),
    path("cases/<int:case_id>/confirm/", case.confirm, name="confirm"),
    path("cases/<int:case_id>/close/", case.close, name="close"),
    path("cases/<int:case_id>/reopen/", case.reopen, name="reopen"),
    path("cases/<int:case_id>/merge/", bonds.merge, name="merge"),
    path("cases/<int:case_id>/unmerge/", bonds.unmerge, name="unmerge"),
    path("cases/<int:case_id>/split/", bonds.split, name="split"),
    path("cases/<int:case_id>/tie/", bonds.tie, name="tie"),
    path("cases/<int:case_id>/untie/<int:other_id>/", bonds.untie, name="untie"),
]
