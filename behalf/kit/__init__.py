"""What has no business word: actor, verbs, tenancy, events, jobs, errors, clock."""
