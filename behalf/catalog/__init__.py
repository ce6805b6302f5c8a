"""Services and offers that the operator publishes, and those that a reseller pins on top."""
