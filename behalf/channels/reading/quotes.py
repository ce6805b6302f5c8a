"""What a person really wrote: quotations of earlier mails and signatures folded away, never lost.

Line by line and in linear time. Where it is unsure it folds nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEADS = (
    re.compile(r"(?i)^\s*-{2,}\s*(original message|forwarded message|original appointment|"
    r"reply above this line)\s*-{2,}\s*$"),
    re.compile(r"^\s*-{2,}\s*(原始邮件|原邮件|转发邮件信息|转发的邮件|回复邮件|原始郵件|元のメッセージ|転送メッセージ|"
    r"Ursprüngliche Nachricht|Message d'origine|Исходное сообщение|원본 메시지)\s*-{2,}\s*$"),
    re.compile(r"(?i)^\s*(on|am|le|el|il|op|den|em)\b.{5,250}\b(wrote|schrieb|a écrit|escribió|ha scritto|"
    r"schreef|skrev|escreveu)\s*:\s*$"),
    re.compile(r"^\s*.{0,200}(写道|寫道|のメール|さんは書きました|wrote|님이 작성)\s*[:：]\s*$"),
    re.compile(r"^\s*\d{4}[年/-]\d{1,2}[月/-]\d{1,2}.{0,200}[:：]\s*$"),
    re.compile(r"^\s*在\s*.{4,200}(写道|寫道|，).{0,100}[:：]\s*$"),
    re.compile(r"^_{20,}\s*$"),
)  # fmt: skip
_FIELD = re.compile(
    r"(?i)^\s*[*>]*\s*(from|sent|date|to|cc|subject|发件人|发送时间|日期|时间|收件人|抄送|主题|寄件者|寄件日期|收件者|主旨|"
    r"差出人|送信日時|日時|宛先|件名|von|gesendet|an|betreff|보낸 사람|보낸 날짜|받는 사람|제목)\s*\*?\s*[:：]"
)
_DEVICE = re.compile(
    r"(?i)^\s*((sent|posted) (from|via|with) (my|outlook|mail|yahoo|the|a|samsung|huawei|proton)\b.{0,80}|"
    r"get outlook for .{0,60}|"
    r"发自我的.{0,40}|從我的.{0,30}傳送|发送自.{0,40}|来自.{0,20}(手机|邮箱|客户端).{0,20}|.{0,30}から送信|iPhoneから送信.{0,20})\s*$"
)
_DASHES = re.compile(r"^\s?--\s?$|^—\s?$")
_MOST_SIGNATURE = 25
_MOST_LINES = 4_000  # behind them nothing is folded


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in three: what was written, the signature, and what it quotes; joined they are the whole."""

    written: str
    signature: str = ""
    quoted: str = ""


def fold(text: str) -> Folded:
    """Take a text apart; what would leave nothing written folds nothing."""
    lines = text.split("\n")
    begin = _quoted_from(lines)
    written, quoted = lines[:begin], lines[begin:]
    if not any(line.strip() for line in written):
        return _answered_below(lines)
    if quoted and any(line.strip() and not line.startswith(">") for line in _below(quoted)):
        written, quoted = lines, []  # answers between quoted lines belong with what they answer
    return _signed(written, quoted)


def _quoted_from(lines: list[str]) -> int:
    """The line at which an earlier mail begins."""
    for at, line in enumerate(lines[:_MOST_LINES]):
        if line.strip() and len(line) < 400 and (_is_head(lines, at) or _begins_quotation(lines, at)):
            return at
    return len(lines)


def _is_head(lines: list[str], at: int) -> bool:
    line = lines[at]
    if any(head.match(line) for head in _HEADS):
        return bool(line.strip("_ ")) or (at + 1 < len(lines) and _FIELD.match(lines[at + 1]) is not None)
    if line.rstrip().endswith((",", "，", ">", "年")) or line.lstrip().startswith(("On ", "在 ")):
        joined = f"{line.rstrip()} {lines[at + 1].strip()}" if at + 1 < len(lines) else line
        if len(joined) < 400 and any(head.match(joined) for head in _HEADS[2:4]):
            return True
    return sum(_FIELD.match(each) is not None for each in lines[at : at + 5]) >= 3 and _FIELD.match(line) is not None


def _begins_quotation(lines: list[str], at: int) -> bool:
    """Whether nearly everything from here on is marked as quoted."""
    if not lines[at].startswith(">"):
        return False
    full = [line for line in lines[at : at + 200] if line.strip()]
    return sum(line.startswith(">") for line in full) >= 0.9 * len(full)


def _below(quoted: list[str]) -> list[str]:
    """What stands below a run of quoted lines, where quotation marks are used at all."""
    marked = [at for at, line in enumerate(quoted) if line.startswith(">")]
    return quoted[marked[-1] + 1 :] if marked else []


def _answered_below(lines: list[str]) -> Folded:
    """A quotation first and the answer below it."""
    marked = [at for at, line in enumerate(lines) if line.startswith(">")]
    below = lines[marked[-1] + 1 :] if marked else []
    blocks = sum(
        1 for at in marked if at + 1 < len(lines) and not lines[at + 1].startswith(">") and lines[at + 1].strip()
    )
    if not any(line.strip() for line in below) or blocks > 1:
        return Folded("\n".join(lines).strip())
    signed = _signed(below, [])
    return Folded(signed.written, signed.signature, "\n".join(lines[: marked[-1] + 1]).strip("\n"))


def _signed(written: list[str], quoted: list[str]) -> Folded:
    at = _signature_from(written)
    body = "\n".join(written[:at]).strip()
    if not body:
        return Folded("\n".join(written).strip(), "", "\n".join(quoted).strip("\n"))
    return Folded(body, "\n".join(written[at:]).strip("\n"), "\n".join(quoted).strip("\n"))


def _signature_from(lines: list[str]) -> int:
    for at in range(max(len(lines) - _MOST_SIGNATURE, 0), len(lines)):
        if _DASHES.match(lines[at]):
            return at
    last = max((at for at, line in enumerate(lines) if line.strip()), default=0)
    return last if lines and _DEVICE.match(lines[last]) else len(lines)
