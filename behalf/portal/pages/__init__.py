"""The doors of the portal: the customer's cases, and everything around them."""
