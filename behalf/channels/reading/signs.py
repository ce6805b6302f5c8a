"""Signs of mail that a machine wrote without saying so in the way the standards ask for.

A bounce must show itself twice: in who sent it, and in what it says. So a person who forwards one is not taken for a
mail server, and a postmaster who writes in person is heard.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from behalf.channels.reading.letter import Read
from behalf.channels.reading.said import Facts, Said, gettext_noop

Sign = tuple[str, Facts, int]

_DAEMON = re.compile(
    r"(?i)\A(mailer[-_.]?daemon|mail[-_.]?daemon|po+st[-_.]?master|mdaemon|mailerdaemon|mail-?delivery|"
    r"mail[-_.]?system|"
    r"bounces?|double-bounce|majordomo|[\w.-]*-(owner|request|bounces?)|owner-[\w.-]+)\Z"
)
_LIST_SERVER = ("x-ml-name", "x-mlserver", "x-ml-info")
_DAEMON_NAME = re.compile(
    r"(?i)mail(er)?[ -]?(delivery )?(sub)?system|mailer[ -_]daemon|mail deliver|postmaster|post master|"
    r"mail administrator|"
    r"interscan|系统退信|系統退信|メール配送|配送システム"
)
_NOBODY = re.compile(r"(?i)\A(no|not|do-?not|donot)[-_.]?(reply|respond)[\w.+-]*\Z|\A(noreply|no_reply|nobody)\b.*\Z")
_SUBJECT = re.compile(
    r"(?i)\A\W*(auto(mated)?( |-)?(re)?:?\s*)?(?:"
    r"(returned|undeliver(able|ed)|failed|non-?deliverable|rejected|delayed) (mail|message|e-?mail)|"
    r"undeliver(able|ed)\b|returned to sender|return receipt|"
    r"(mail|message|e-?mail)[^\n]{0,40}(deliver\w*[^\n]{0,20}(fail\w*|error|problem|delay\w*|impossible)|"
    r"fail(ed|ure)|could ?n[o']t be delivered|not delivered|"
    r"undeliver\w+|rejected|returned|status report)|"
    r"(mail |message )?(delivery|permanent delivery|delivery report)[^\n]{0,30}(fail\w*|error|problem|delay\w*|"
    r"status|notification|report|reject\w*)|"
    r"failure (notice|delivery)|(permanent |temporary )?(delivery )?(failure|error)( notice| report|:| sending)|"
    r"nondeliverable|not delivered|"
    r"(warning|notice|problem)\W{1,3}(could not send|message|mail|delivery)|could not send|unable to deliver|"
    r"error (sending|delivering|mail)|your (mail|message|e-?mail)[^\n]{0,60}(deliver|reject|block|bounce)|"
    r"undelivered|bounced?( mail|\b)|"
    r"(the )?message you sent|attached|dsn|user unknown|unknown user|"
    r"退信|系统退信|系統退信|退件|无法投递|無法投遞|未送达|投递失败|投遞失敗|邮件投递|发送失败|"
    r"(メール|メッセージ)?[^\n]{0,20}(配信|送信|配送|届)[^\n]{0,20}(でき|失敗|エラー|不能|ません)|エラーメール|"
    r"ваше сообщение не доставлено|недоставлен|не доставлено|unzustellbar|mail[ -]zustellung|zustellung|rücksendung|"
    r"non remis|échec|remise|entrega|no se (pudo|puede) entregar|não entregue|mancato recapito|배달|반송"
    r")"
)
_FORWARDED = re.compile(r"(?i)\A\W*(fwd?|fw|wg|tr|rv|转发|轉寄|転送)\s*[:：]")
_BODY = re.compile(
    r"(?i)(could ?n[o']t be delivered|(was|were|is|been|has) ?(not|undeliver\w*)( been)? (delivered|deliverable|"
    r"sent|accepted)|undeliver(able|ed)|"
    r"(un|not |n't )able to (deliver|send|be delivered)|delivery[^\n]{0,40}(fail|error|delay|not possible|"
    r"problem|abort|attempt)|"
    r"fail(ed|ure)[^\n]{0,30}(deliver|recipient|address|transmi|notice|permanent)|"
    r"(cannot|can't|could not|couldn't|did not|failed to) (be )?(deliver|send|find|reach|relay|process)|"
    r"(returned|reject(ed|ing)|refused|bounced?|discarded|blocked)[^\n]{0,60}(mail|message|recipient|by |"
    r"to sender|address|your)|"
    r"(mail|message|e-mail|recipient|address)[^\n]{0,60}(returned|reject|refused|bounced|blocked|discarded|"
    r"delayed|queued|deferred)|"
    r"permanent(ly)? (fatal )?(error|fail)|transcript of session|(user|mailbox|recipient|account|host|domain|"
    r"address)[^\n]{0,40}(unknown|unavailable|not found|full|"
    r"does ?n[o']t exist|invalid|disabled|over ?quota|rejected|not exist|no such)|(unknown|no such|invalid|"
    r"bad) (user|recipient|address|mailbox|host|account|destination)|"
    r"over quota|quota exceeded|mail(box)? (is )?full|sorry, |undelivered|duplicated message-id|loop(ing| alert|"
    r" detect)|too many hops|\"notificationtype\"\W{1,3}bounce|"
    r"无法送达|无法投递|退回|未能送达|不存在|拒收|被拒绝|無法傳遞|無法遞送|配信でき|届きません|送信でき|エラー|配送でき|宛先|"
    r"не (доставлено|может|удалось|найден)|konnte nicht|unzustellbar|n'a pas pu|non remis|no se pudo|não pôde|"
    r"non è stato)"
)
_CODE = re.compile(r"(?m)(\b[45]\.\d{1,2}\.\d{1,3}\b|\b(4[25]\d|5[0-57]\d)[ -]|smtp|rcpt to|<<< |>>> )", re.IGNORECASE)
_ORIGINAL = re.compile(
    r"(?im)^[> \t]*(received: |message-id: |return-path: |from: .{1,200}\n[> \t]*(to|subject|date): |x-[a-z-]+: )"
)
_DELAY = re.compile(
    r"(?i)(delay(ed)?\b|will (be )?(retr|continue|keep)|still (being )?(try|attempt|retr)|try again|"
    r"not yet been|warning message only|you do not need to resend|"
    r"no action is required|temporar(y|ily) (problem|unable|failure|defer)|could not send (mail|"
    r"message) for past|延迟|遅延)"
)
_FINAL = re.compile(
    r"(?i)(permanent|giv(e|ing|en) up|fatal|will not be retried|undeliverable|returned to sender|"
    r"cannot be delivered|final|failed to deliver|"
    r"unable to deliver|was not delivered|could not be delivered|bounc|returning message|host unknown|user unknown)"
)
_SOFT_SUBJECT = re.compile(r"(?i)(delay|warning|延迟|遅延|could not send (mail|message) for)")

_AUTO_SUBJECT = re.compile(  # what people write about automatic answers goes on in words, so an end is asked for
    r"(?i)\A\W*(?:(re|aw|回复|答复)\s*[:：]\s*)?("
    r"auto(matic|mated|matische|matisk)?[ -]?(reply|response|answer|respon[ds]e?r?|antwort|svar|réponse)|"
    r"autorespons?\w*|auto|"
    r"out[ -]of[ -](the[ -])?office( (auto)?reply| autoresponse| notification)?|"
    r"自动回复|自動回覆|自动答复|自動返信|自動応答|自动应答|不在办公室|外出自动回复|不在通知|休假自动回复|"
    r"abwesenheit\w*|abwesend|réponse automatique|respuesta automática|risposta automatica|resposta automática|"
    r"automatische antwort|자동 ?회신|부재중|vacation (reply|notice|response|message))\s*([:：(\[【]| [-–] |\Z)"
)
_AUTO_FIELDS = (
    "x-autoreply", "x-autorespond", "x-auto-reply", "x-autoresponse", "x-autoresponder", "x-autogenerated",
    "x-auto-respond", "x-mail-autoreply", "x-vacation", "x-autoreply-from", "x-auto-response",
)  # fmt: skip
_OFF = ("", "no", "false", "0", "none")


@dataclass(frozen=True, slots=True)
class Returned:
    """What speaks for returned mail, and whether the sender still tries."""

    signs: tuple[Said, ...]
    holds: bool
    temporary: bool


def returned(read: Read) -> Returned:
    """Weigh who sent it against what it says; one without the other is not enough."""
    text = read.text[:20_000]
    origin, said = _origin(read), _said(read, text)
    signs = tuple((why, facts) for why, facts, _weight in (*origin, *said))
    from_machine = sum(weight for _why, _facts, weight in origin)
    speaks = sum(weight for _why, _facts, weight in said)
    holds = from_machine >= 2 and speaks >= 2 and from_machine + speaks >= 5
    return Returned(signs, holds, holds and _is_temporary(read, text))


def _origin(read: Read) -> list[Sign]:
    """Signs in who sent it."""
    found: list[Sign] = [*_sender(read)]
    if any(name in _LIST_SERVER for name, _value in read.headers):
        found.append((gettext_noop("a list server sent it"), {}, 3))
    if read.null_sender:
        found.append((gettext_noop("the envelope names no sender"), {}, 2))
    if read.header("x-failed-recipients"):
        found.append((gettext_noop("a field names recipients that failed"), {}, 4))
    if read.report in ("delivery-status", "unstated"):
        found.append((gettext_noop("it calls itself a report"), {}, 3))
    return found


def _sender(read: Read) -> list[Sign]:
    sender, written = read.sender, read.header("from")
    if sender is None:
        if _DAEMON_NAME.search(written):
            return [(gettext_noop("a mail system sent it, by its name"), {}, 3)]
        return [] if written.strip("<> ") else [(gettext_noop("nobody sent it"), {}, 2)]
    facts: Facts = {"address": sender.address}
    found: list[Sign] = []
    if _DAEMON.match(sender.address.partition("@")[0]):
        found.append((gettext_noop("a mail system sent it: %(address)s"), facts, 3))
    elif _DAEMON_NAME.search(sender.name):
        found.append((gettext_noop("a mail system sent it, by its name"), {}, 3))
    if is_nobody(sender.address):
        found.append((gettext_noop("nobody reads %(address)s"), facts, 2))
    return found


def _said(read: Read, text: str) -> list[Sign]:
    """Signs in what it says; a single one is none."""
    found: list[Sign] = []
    if _SUBJECT.search(read.subject[:200]) and not _FORWARDED.match(read.subject):
        found.append((gettext_noop("its subject reads like returned mail"), {}, 2))
    if _BODY.search(text):
        found.append((gettext_noop("its text says that a mail did not arrive"), {}, 2))
    if _CODE.search(text):
        found.append((gettext_noop("it quotes a mail server's answer"), {}, 1))
    if "enclosed-message" in read.tags or read.original_id or _ORIGINAL.search(text):
        found.append((gettext_noop("it brings a mail back"), {}, 1))
    if read.header("x-failed-recipients"):
        found.append((gettext_noop("it names who was not reached"), {}, 2))
    return found if len(found) > 1 else []


def _is_temporary(read: Read, text: str) -> bool:
    if _SOFT_SUBJECT.search(read.subject[:200]):
        return True
    return bool(_DELAY.search(text)) and not _FINAL.search(text) and not _FINAL.search(read.subject)


def automatic_field(read: Read) -> str:
    """The field by which a mail system says that it answered by itself; "" for none."""
    for name, value in read.headers:
        if name in _AUTO_FIELDS and value.strip().lower() not in _OFF:
            return name
    return ""


def automatic_subject(subject: str) -> str:
    """The words of a subject that only automatic answers begin with; "" for none."""
    found = _AUTO_SUBJECT.match(subject[:200])
    return found.group().strip() if found else ""


def is_nobody(address: str) -> bool:
    """Whether an address says that nobody reads it."""
    return _NOBODY.match(address.partition("@")[0]) is not None
