"""A cloud provider to practise on: its own process, spoken to over HTTP like the real one."""
