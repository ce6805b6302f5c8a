"""What is right for a customer account."""

from __future__ import annotations

LONGEST = 253


def is_domain(text: str) -> bool:
    """Whether this can be a directory's domain, in whatever script: labels joined by dots, no address around it."""
    try:
        encoded = text.strip().encode("idna").decode("ascii")
    except UnicodeError:
        return False
    labels = encoded.split(".")
    fine = all(label.replace("-", "").isalnum() and label[0] != "-" and label[-1] != "-" for label in labels)
    return len(labels) > 1 and len(encoded) <= LONGEST and fine and not labels[-1].isdigit()
