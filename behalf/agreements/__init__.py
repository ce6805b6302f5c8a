"""What is promised to customers: calendars, service-level agreements, and who is on duty."""
