"""A cloud provider to practise on: its own process, spoken to over HTTP like the real one."""

CLIENT_ID = "behalf"
CLIENT_SECRET = "simulator"  # noqa: S105 - guards nothing: the simulator holds invented tenants only
