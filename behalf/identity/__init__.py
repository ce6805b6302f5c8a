"""Organizations, their people, roles and sign-in; it makes the Actor."""
