"""What a customer's own people see: their cases, their services, who helps them, and what was done in their name."""
