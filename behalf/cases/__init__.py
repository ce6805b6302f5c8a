"""A support case from arrival to the closed loop."""
