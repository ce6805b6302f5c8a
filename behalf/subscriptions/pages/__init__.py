"""The HTML doors of subscriptions: a customer's list, one subscription, adding a customer, importing."""
