"""Texts of cases in English, Chinese and Japanese, the same at every run; no one's words but ours.

Some words stand in a known share of the cases, so that searches for them can be compared: ``MARKS``.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from behalf.cases.search.lexemes import Talk

# share of the cases -> a word in each language, of which no sentence below has any letter or character to itself
MARKS = {
    0.60: ("mailbox", "邮箱", "届く"),
    0.01: ("quarantine", "隔离", "鷹匠"),
}
TEN = ("quokka", "鲲鹏", "麒麟")
NONE = ("wallaby", "鳄鱼", "鰐")

SENTENCES = {
    "en": (
        "Since {when} nobody in {place} can open {thing}.", "We tried it with another browser and got error {code}.",
        "The message says that {thing} is not available for {name}.", "Restarting {host} did not help.",
        "It began after the update on {when}; {count} people are hit.", "Please tell us when {thing} works again.",
        "The log of {host} shows {code} every few minutes.", "I have asked {name} to collect the details.",
        "We changed the setting for {thing} and watch it now.",
        "Could you check whether {host} is reachable from {place}?",
        "The licence for {name} was assigned on {when}.", "Thank you, {thing} looks fine from here.",
        "The administrator in {place} has no right to change {thing}.",
        "Invoice {code} lists {count} seats, we ordered fewer.",
        "Synchronisation of {thing} stops at {count} percent.", "A screenshot of {host} is attached.",
    ),
    "zh": (
        "从{when}开始，{place}的同事都打不开{thing}。", "换了浏览器还是一样，提示错误 {code}。",
        "系统提示{name}无法使用{thing}。", "重启 {host} 之后没有变化。", "大约有 {count} 人受到影响，请尽快处理。",
        "请在{thing}恢复后通知我们。", "{host} 的日志每隔几分钟出现一次 {code}。", "已经请{name}收集更多信息。",
        "我们调整了{thing}的设置，正在观察。",
        "能否检查一下{place}到 {host} 的网络？",
        "{name}的许可证已于{when}分配。",
        "谢谢，{thing}现在看起来正常了。",
        "{place}的管理员没有权限修改{thing}。",
        "发票 {code} 上有 {count} 个席位，与订单不符。",
        "{thing}同步到百分之 {count} 就停止了。", "附件是 {host} 的截图。",
    ),
    "ja": (
        "{when}から{place}の社員が{thing}を開けません。", "別のブラウザーでも同じで、エラー {code} が出ます。",
        "{name}さんの画面に{thing}は利用できないと表示されます。", "{host} を再起動しても変わりません。",
        "{count} 名に影響が出ていますので、至急ご対応をお願いします。", "{thing}が復旧しましたらご連絡ください。",
        "{host} のログに数分おきに {code} が記録されています。", "詳しい情報は{name}さんに確認中です。",
        "{thing}の設定を変更し、様子を見ています。", "{place}から {host} への通信を確認していただけますか。",
        "{name}さんのライセンスは{when}に割り当て済みです。", "ありがとうございます。{thing}は正常に見えます。",
        "{place}の管理者には{thing}を変更する権限がありません。",
        "請求書 {code} のシート数が {count} で、注文と合いません。",
        "{thing}の同期が {count} パーセントで止まります。", "{host} の画面を添付します。",
    ),
}  # fmt: skip
MARKED = {
    "en": "It is about the {word} of our team.",
    "zh": "这是关于{word}的问题。",
    "ja": "{word}についての問い合わせです。",
}  # fmt: skip
FILLS = {
    "en": {
        "place": ("Suzhou", "Harbour office", "the warehouse", "Meridian House", "the new branch", "Kestrel Street"),
        "thing": ("the shared calendar", "Outlook", "the team site", "the meeting recording", "the phone system",
                  "the backup", "two-step sign-in", "the address book", "the spam filter", "the booking form"),
        "name": ("Ms Carter", "Mr Osei", "Priya", "Tom Lindqvist", "the new colleague", "Amira Haddad"),
        "when": ("Monday", "this morning", "last week", "the first of the month", "yesterday evening"),
    },
    "zh": {
        "place": ("苏州办公室", "无锡工厂", "上海总部", "杭州分公司", "宁波仓库", "成都研发中心"),
        "thing": (
            "共享日历", "网盘", "团队网站", "会议录制", "电话系统",
            "备份任务", "双重登录", "通讯录", "审批流程", "报表",
        ),
        "name": ("李文静", "王建国", "赵敏", "陈晓东", "新员工", "孙丽"),
        "when": ("周一", "今天早上", "上周", "本月一日", "昨天晚上"),
    },
    "ja": {
        "place": ("東京本社", "横浜支店", "大阪工場", "名古屋の倉庫", "福岡営業所", "札幌の拠点"),
        "thing": ("共有カレンダー", "社内サイト", "会議の録画", "電話システム", "バックアップ", "二段階認証", "連絡先",
                  "ワークフロー", "帳票", "予約フォーム"),
        "name": ("佐藤", "鈴木", "高橋", "田中", "新入社員", "渡辺"),
        "when": ("月曜日", "今朝", "先週", "月初", "昨日の夕方"),
    },
}  # fmt: skip
LANGUAGES = ("zh", "zh", "ja", "en")  # a half, a quarter, a quarter


@dataclass(frozen=True)
class Said:
    """A case's subject and its messages, with what they are found by."""

    subject: str
    bodies: tuple[str, ...]
    talk: Talk


class Pool:
    """Texts to take cases from, made once: a case's own are one of these, with the marks of its share."""

    def __init__(self, size: int) -> None:
        chance = random.Random(11)
        self._plain = [_said(_bodies(chance, LANGUAGES[n % len(LANGUAGES)]), LANGUAGES[n % len(LANGUAGES)], chance)
                       for n in range(size)]  # fmt: skip
        self._marks = {share: _marked(found) for share, found in {**MARKS, 0.0: TEN}.items()}

    def case(self, chance: random.Random, number: int, *, of_ten: bool) -> Said:
        """The texts of a case; ``of_ten``: it is one of the ten with the rarest words."""
        base = self._plain[number * 7919 % len(self._plain)]
        marks = [self._marks[share] for share in MARKS if chance.random() < share]
        marks += [self._marks[0.0]] if of_ten else []
        if not marks:
            return base
        sentences = " ".join(mark.bodies[0] for mark in marks)
        talk = Talk(said=base.talk.said.union(*(mark.talk.said for mark in marks)))
        talk.said_text = base.talk.said_text + "".join(mark.talk.said_text for mark in marks)
        return Said(base.subject, (*base.bodies[:-1], f"{base.bodies[-1]} {sentences}"), talk)


def _bodies(chance: random.Random, language: str) -> list[str]:
    gap = " " if language == "en" else ""
    return [gap.join(_sentence(chance, language) for _n in range(chance.randrange(2, 6))) for _message in range(4)]


def _marked(found: tuple[str, ...]) -> Said:
    sentences = [MARKED[each].format(word=word) for each, word in zip(("en", "zh", "ja"), found, strict=True)]
    return _said([" ".join(sentences)], "en", random.Random(0))


def _said(bodies: list[str], language: str, chance: random.Random) -> Said:
    talk = Talk()
    for body in bodies:
        talk.message(0, author="", body=body, behind=False, of_customer=False)
    return Said(_sentence(chance, language)[:120], tuple(bodies), talk)


def _sentence(chance: random.Random, language: str) -> str:
    fills = {name: chance.choice(words) for name, words in FILLS[language].items()}
    code, host = f"0x{chance.randrange(4000):04x}", f"srv-{chance.randrange(3000)}"
    return chance.choice(SENTENCES[language]).format(**fills, code=code, host=host, count=chance.randrange(2, 99))
