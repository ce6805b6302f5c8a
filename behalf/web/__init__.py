"""The HTML kit: base pages, look, Jinja environment, translations. It knows no business word."""
