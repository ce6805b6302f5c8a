"""A folder of a mailbox on somebody's mail server, read by IMAP without ever losing or hiding a mail there.

Nothing is marked or removed by reading. ``imap-tools`` speaks to the server; what it would do by expunging whatever
others marked as deleted is done here by number.
"""

from behalf.connectors.imap.folder import Account, Folder, Security, opened
from behalf.connectors.imap.trouble import Trouble, Why

__all__ = ["Account", "Folder", "Security", "Trouble", "Why", "opened"]
