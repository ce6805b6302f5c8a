"""What a customer bought: seats, suspension with its countdown, and the import of what exists elsewhere."""
