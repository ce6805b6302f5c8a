"""What happened, by whom, in whose name, for which customer, to what, and why. Append-only, sealed, verifiable."""
