"""The HTML door of cases: the queue, opening a case, one case and what is done on it."""
