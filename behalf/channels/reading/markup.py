"""HTML of a mail: its text, and what of it may be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

import nh3
from selectolax.lexbor import LexborHTMLParser, LexborNode

from behalf.channels.reading import limits
from behalf.channels.reading.charsets import printable

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    ]
)
_SILENT = frozenset(["head", "script", "style", "title", "template", "noscript", "iframe", "object", "svg", "math"])
_APART = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "table", "pre"])
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:]{0,30})[^<>]{0,5000}>")
_VOID = frozenset(
    [
        "br",
        "hr",
        "img",
        "input",
        "meta",
        "link",
        "area",
        "base",
        "col",
        "embed",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "td",
        "tr",
        "th",
        "option",
    ]
)
_UNCLOSED = 2_000
_DECLARED = re.compile(rb"<meta[^<>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)

_KEPT_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "center", "code", "dd", "del", "div", "dl", "dt", "em", "font", "h1", "h2",
    "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "li", "ol", "p", "pre", "s", "small", "span", "strike", "strong",
    "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul",
}  # fmt: skip
_KEPT_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height", "title"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align"},
    "ol": {"start"},
    "table": {"border"},
}


def declared(data: bytes) -> str:
    """The charset that an HTML text names itself; "" when it names none."""
    found = _DECLARED.search(data[:4_000])
    return found.group(1).decode("ascii") if found else ""


def as_text(html: str) -> str:
    """HTML as plain text: paragraphs, lists, quotations with ``>``, addresses of links that their words do not show."""
    html = html[: limits.TEXT]
    if _is_steep(html):
        return _tidied(_TAG.sub(" ", html))
    tree = LexborHTMLParser(html)
    return _tidied("".join(_pieces(root))) if (root := tree.body or tree.root) else ""


def clean(html: str, *, images: bool = False, inline: dict[str, str] | None = None) -> str:
    """HTML without anything that runs, frames or posts. Pictures of other hosts only load when asked for.

    inline: addresses for the pictures that came with the mail, by content id.
    """
    html = html[: limits.TEXT]
    if _is_steep(html):
        return nh3.clean(as_text(html), tags=set())
    known = inline or {}

    def allowed(tag: str, name: str, value: str) -> str | None:
        if tag != "img" or name != "src":
            return value
        if value.lower().startswith("cid:"):
            return known.get(value[4:].strip("<>"))
        return value if images and value.lower().startswith(("https://", "http://")) else None

    return nh3.clean(
        html,
        tags=_KEPT_TAGS,
        clean_content_tags={"script", "style", "title", "template"},
        attributes=_KEPT_ATTRIBUTES,
        attribute_filter=allowed,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        link_rel="noopener noreferrer",
    )


def has_remote_images(html: str) -> bool:
    """Whether pictures would be loaded from elsewhere."""
    return re.search(r"<img[^<>]{0,2000}?src\s*=\s*[\"']?\s*https?:", html[: limits.TEXT], re.IGNORECASE) is not None


def _is_steep(html: str) -> bool:
    """Whether so many tags stay open that building the tree would take long."""
    depth = 0
    for found in _TAG.finditer(html):
        if found.group(2).lower() not in _VOID:
            depth += -1 if found.group(1) else 1
    return abs(depth) > _UNCLOSED or html.count("<") > 60_000


def _pieces(root: LexborNode) -> Iterator[str]:
    """The text of a tree in order, without recursion; NUL marks stand for line ends that blocks want."""
    node: LexborNode | None = root
    while node is not None:
        if node.is_text_node:
            yield _words(node)
        elif node.tag not in _SILENT:
            yield _opening(node)
            if node.child is not None:
                node = node.child
                continue
            yield from _closing(node)
        while node.next is None:
            node = node.parent
            if node is None or node.mem_id == root.mem_id:
                return
            yield from _closing(node)
        node = node.next


def _words(node: LexborNode) -> str:
    text = node.text_content or ""
    parent = node.parent
    if parent is not None and parent.tag == "pre":
        return text.replace("\n", "\x01")
    return re.sub(r"[ \t\r\n\f]+", " ", text)


def _opening(node: LexborNode) -> str:
    match node.tag:
        case "br":
            return "\x01"
        case "hr":
            return "\x02---\x02"
        case "li":
            return "\x02- "
        case "td" | "th":
            return " "
        case "blockquote":
            return "\x03"
        case "img":
            alt = (node.attributes or {}).get("alt") or ""
            return f" {alt} " if len(alt) > 1 else ""
        case tag:
            return "\x04" if tag in _APART else "\x02" if tag in _BLOCKS else ""


def _closing(node: LexborNode) -> Iterator[str]:
    if node.tag == "a":
        href = ((node.attributes or {}).get("href") or "").strip()
        if href.lower().startswith(("http://", "https://")) and len(href) < 2_000 and not _shows(node, href):
            yield f" <{href}>"
    elif node.tag == "blockquote":
        yield "\x05"
    elif node.tag in _APART:
        yield "\x04"
    elif node.tag in _BLOCKS:
        yield "\x02"


def _shows(node: LexborNode, href: str) -> bool:
    words = (node.text() or "").strip().rstrip("/").lower()
    return not words or words in (href.rstrip("/").lower(), href.split("://", 1)[1].rstrip("/").lower())


def _tidied(text: str) -> str:
    """The marks of blocks made into line ends: \\x01 one, \\x02 at the start of a line, \\x04 with one line between."""
    lines: list[str] = [""]
    prefix, depth = "", 0
    for piece in re.split(r"([\x01-\x05])", text.replace("\xa0", " ")):
        if len(piece) == 1 and "\x01" <= piece <= "\x05":
            if piece in "\x03\x05":
                depth = max(depth + (1 if piece == "\x03" else -1), 0)
            fresh = not lines[-1].strip("> ")
            if piece == "\x01" or not fresh:
                lines.append("")
            if piece in "\x03\x04\x05" and len(lines) > 1 and lines[-2].strip("> "):
                lines.append("")
            prefix = "> " * min(depth, 10)
            lines[-1] = prefix if not lines[-1].strip("> ") else lines[-1]
        elif lines[-1].strip("> "):
            lines[-1] += piece
        else:
            lines[-1] = prefix + piece.lstrip(" ")
    shown = [re.sub(r"(?<=\S)  +", " ", line).rstrip() for line in lines]
    return re.sub(r"\n{3,}", "\n\n", printable("\n".join(shown))).strip()
