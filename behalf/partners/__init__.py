"""The operator's resellers: enrolment, profiles, support profile, standing."""
