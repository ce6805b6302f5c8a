"""The client for an operator's tenant interface: settings, users and licences of one customer at a time."""

from behalf.connectors.tenant_api.client import TenantApi
from behalf.connectors.tenant_api.wire import Credentials, Patience, Wire

__all__ = ["Credentials", "Patience", "TenantApi", "Wire"]
