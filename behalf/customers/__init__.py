"""Customer accounts: a reseller's relation with a customer organization."""
