"""Bytes to text: what the label says, what it should have said, what the bytes look like.

The ladder: marks at the beginning, escapes in seven bits, the label read widely (GB2312 and GBK are GB18030), UTF-8
where a label lies, then what reads best of the East Asian charsets, then a detector.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_WIDER = {
    "gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "x-gbk": "gb18030", "gb-2312": "gb18030",
    "gb_2312-80": "gb18030", "euc-cn": "gb18030", "csgb2312": "gb18030", "chinese": "gb18030", "gb18030": "gb18030",
    "hz-gb-2312": "hz", "hz": "hz",
    "big5": "big5hkscs", "x-x-big5": "big5hkscs", "cn-big5": "big5hkscs", "cp950": "big5hkscs",
    "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "euc-kr": "cp949", "euckr": "cp949", "korean": "cp949",
    "windows-949": "cp949", "ksc5601": "cp949",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932",
    "ms_kanji": "cp932", "ms932": "cp932",
    "euc-jp": "euc_jisx0213", "x-euc-jp": "euc_jisx0213", "eucjp": "euc_jisx0213",
    "iso-2022-jp": "iso2022_jp_ext", "iso-2022-jp-1": "iso2022_jp_ext", "iso-2022-jp-2": "iso2022_jp_2",
    "csiso2022jp": "iso2022_jp_ext", "cp50220": "iso2022_jp_ext", "cp50221": "iso2022_jp_ext",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
    "ansi_x3.4-1968": "cp1252", "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874",
    "windows-874": "cp874", "iso-8859-8-i": "iso8859_8", "iso-8859-8-e": "iso8859_8", "utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8", "x-mac-roman": "mac_roman", "macintosh": "mac_roman",
    "binary": "", "default": "", "unknown-8bit": "", "x-unknown": "", "unknown": "", "8bit": "", "7bit": "",
}  # fmt: skip
_FALLBACKS = {"big5hkscs": "cp950", "euc_jisx0213": "euc_jp", "iso2022_jp_ext": "iso2022_jp_2004"}
_ASIAN = ("gb18030", "cp932", "euc_jisx0213", "big5hkscs", "cp949")
_MULTIBYTE = {*_ASIAN, "cp950", "euc_jp"}
_JIS = re.compile(rb"\x1b(?:\$[@B]|\$\([A-Z]|\([IJ])")
_HZ = re.compile(rb"~\{(?:[!-~]{2}){1,2000}~\}")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
          (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_SAMPLE = 20_000


def decode(data: bytes, label: str) -> tuple[str, str]:
    """The text, and the charset it was read in, which may not be the one on the label. Never raises."""
    label = label.strip().strip("\"'").lower()
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return data.decode(charset, "replace"), charset
    charset = _charset(label)
    if data.isascii() and not _is_wide(charset):
        return _seven_bits(data, charset)
    text = None if _is_wide(charset) else _strict(data, "utf-8")
    if text is not None and _outranks_label(text, charset):
        return text, "utf-8"
    return _labelled(data, charset) or _guessed(data, charset)


def printable(text: str, *, lines: bool = True) -> str:
    """The text as a database and a page can keep it: no control characters, no halves of characters."""
    kept = _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = _SURROGATE.sub("\ufffd", kept)
    return kept if lines else " ".join(kept.split())


_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def _charset(label: str) -> str:
    wider = _WIDER.get(label, _WIDER.get(label.replace("_", "-"), label))
    try:
        name = codecs.lookup(wider).name if wider else ""
    except (LookupError, ValueError, UnicodeError):
        return ""
    return name if name and name not in _NO_TEXT and not _is_transform(name) else ""


_NO_TEXT = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}


def _is_transform(name: str) -> bool:
    """Codecs such as rot13 or base64, which make no text of bytes."""
    return not getattr(codecs.lookup(name), "_is_text_encoding", True)


def _is_wide(charset: str) -> bool:
    return charset.startswith(("utf-16", "utf-32", "utf-7"))


def _seven_bits(data: bytes, charset: str) -> tuple[str, str]:
    if _JIS.search(data):
        return _japanese(data), "iso-2022-jp"
    if b"\x1b$)C" in data:
        return data.decode("iso2022_kr", "replace"), "iso-2022-kr"
    if _HZ.search(data) and (
        charset == "hz" or ((text := _strict(data, "hz")) is not None and _score(text, "hz") > _GOOD)
    ):
        return data.decode("hz", "replace"), "hz"
    return data.decode("ascii"), "us-ascii"


def _japanese(data: bytes) -> str:
    """ISO-2022-JP by its escapes; the signs that only Windows knows (circled numbers, units) are read as it does."""
    out: list[str] = []
    mode, at = b"(B", 0
    for found in re.finditer(rb"\x1b(\$[@B]|\$\([A-Z]|\([A-Z])", data):
        out.append(_run(data[at : found.start()], mode))
        mode, at = found.group(1), found.end()
    out.append(_run(data[at:], mode))
    return "".join(out)


def _run(data: bytes, mode: bytes) -> str:
    if mode == b"(I":
        return bytes(sign | 0x80 for sign in data).decode("cp932", "replace")
    if not mode.startswith(b"$"):
        return data.decode("ascii", "replace")
    codec = "euc_jisx0213" if mode in (b"$(D", b"$(O", b"$(P", b"$(Q") else ""
    out: list[str] = []
    for line in re.split(rb"([\r\n]+)", data):
        if line[:1] in (b"\r", b"\n"):
            out.append(line.decode())
        else:
            even = line[: len(line) - len(line) % 2]
            out.append(_rows(even, codec) + line[len(even) :].decode("ascii", "replace"))
    return "".join(out)


def _rows(data: bytes, codec: str) -> str:
    if codec:
        lead = b"\x8f" if codec else b""
        high = bytes(sign | 0x80 for sign in data)
        return b"".join(lead + high[at : at + 2] for at in range(0, len(high), 2)).decode(codec, "replace")
    return b"".join(_shifted(data[at], data[at + 1]) for at in range(0, len(data), 2)).decode("cp932", "replace")


def _shifted(row: int, cell: int) -> bytes:
    """A JIS X 0208 place as Shift_JIS writes it."""
    if not (0x21 <= row <= 0x7E and 0x21 <= cell <= 0x7E):
        return b"?"
    first = (row + 1) // 2 + (0x70 if row < 0x5F else 0xB0)
    second = cell + (0x1F + (cell >= 0x60) if row % 2 else 0x7E)
    return bytes((first, second))


def _strict(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except (UnicodeError, ValueError, LookupError):
        return None


def _outranks_label(text: str, charset: str) -> bool:
    """Whether bytes that are good UTF-8 are that, whatever the label says: other text hardly ever is.

    Where an earlier reader left nothing but its mark for what it could not read, the label stands.
    """
    if charset and all(sign == "\ufffd" for sign in text if sign > "\x7f"):
        return charset == "utf-8"
    if charset in ("", "utf-8") or charset not in _MULTIBYTE:
        return True
    return any(sign > "\u07ff" for sign in text)


def _labelled(data: bytes, charset: str) -> tuple[str, str] | None:
    if not charset or charset == "utf-8":
        return _nearly_utf8(data) if charset else None
    for each in (charset, _FALLBACKS.get(charset, "")):
        text = _strict(data, each) if each else None
        if text is not None and not (charset == "cp1252" and _looks_asian(data)):
            return text, each
    return None


def _nearly_utf8(data: bytes) -> tuple[str, str] | None:
    """UTF-8 that was cut or has a few bad bytes in it."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for sign in text[:_SAMPLE] if sign > "\x7f") - bad
    return (text, "utf-8") if good > 4 * bad else None


def _looks_asian(data: bytes) -> bool:
    """Whether most foreign bytes stand in pairs: then it is no Latin text, whatever the label says."""
    sample = data[:_SAMPLE]
    high = sum(1 for sign in sample if sign > 0x7F)
    paired = sum(len(run.group()) for run in re.finditer(rb"[\x80-\xff][\x40-\xff]{3,}", sample))
    return high >= 6 and paired > 0.9 * high and _best(sample)[0] > _GOOD


def _guessed(data: bytes, charset: str) -> tuple[str, str]:
    score, best = _best(data)
    if score > _GOOD:
        return data.decode(best, "replace"), best
    if charset and charset != "utf-8":
        text = data.decode(charset, "replace")
        if text.count("\ufffd") * 10 < len(text):
            return text, charset
    found = from_bytes(data[:_SAMPLE]).best() if sum(sign > 0x7F for sign in data[:_SAMPLE]) >= _ENOUGH else None
    if found is not None:
        return data.decode(found.encoding, "replace"), found.encoding
    return data.decode("cp1252", "replace"), "cp1252"


_GOOD = 0.75
_ENOUGH = 12  # foreign bytes, below which a detector only guesses


def _best(data: bytes) -> tuple[float, str]:
    """The East Asian charset that reads best, and how well."""
    sample = data[:_SAMPLE]
    rated = [
        (_score(text, charset), -order, charset)
        for order, charset in enumerate(_ASIAN)
        if (text := _tolerant(sample, charset)) is not None
    ]
    score, _order, charset = max(rated, default=(0.0, 0, "cp1252"))
    return score, charset


def _tolerant(sample: bytes, charset: str) -> str | None:
    """The sample read in a charset, without what was cut at its end."""
    for cut in range(4):
        if (text := _strict(sample[: len(sample) - cut], charset)) is not None:
            return text
        if len(sample) < _SAMPLE:
            return None
    return None


# The lead bytes of each charset's common characters, and what kana and hangul are worth in it.
_LEVELS = {
    "gb18030": ("gb2312", 0xB0, 0xD7, 0.2, 0.0),
    "hz": ("gb2312", 0xB0, 0xD7, 0.2, 0.0),
    "big5hkscs": ("big5", 0xA4, 0xC6, 0.2, 0.0),
    "cp932": ("cp932", 0x88, 0x97, 1.0, 0.0),
    "euc_jisx0213": ("euc_jp", 0xB0, 0xCF, 1.0, 0.0),
    "cp949": ("cp949", 0x00, 0x00, 0.2, 1.0),
}
_SIGNS = set("、。，！？：；（）「」『』【】《》“”‘’　・～①②③④⑤⑥㈱℃№…—·") | {
    chr(code) for code in range(0xFF01, 0xFF5F)
}


def _score(text: str, charset: str) -> float:
    """Which share of the foreign characters are common ones of a living text in this charset."""
    foreign = [sign for sign in text if sign > "\x7f"]
    if len(foreign) < 2:
        return 0.0
    share = sum(_weight(sign, charset) for sign in foreign) / len(foreign)
    if charset in ("cp932", "euc_jisx0213") and sum("\u3041" <= sign <= "\u30fe" for sign in foreign) * 10 < len(
        foreign
    ):
        return share / 2  # a Japanese text without kana is none
    return share


def _weight(sign: str, charset: str) -> float:
    level, lowest, highest, kana, hangul = _LEVELS[charset]
    if sign in _SIGNS:
        return 0.9
    if "\u3041" <= sign <= "\u30fe":
        return kana
    if "\uac00" <= sign <= "\ud7a3":
        return hangul if _lead(sign, "euc_kr") else 0.2
    if "\u4e00" <= sign <= "\u9fff":
        return 0.97 if (lead := _lead(sign, level)) and lowest <= lead <= highest else 0.35
    return 0.1 if sign.isalnum() else 0.0


def _lead(sign: str, charset: str) -> int:
    """The first byte of a character; 0 when the charset has none for it."""
    try:
        return sign.encode(charset)[0]
    except UnicodeError:
        return 0
