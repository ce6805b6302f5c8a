"""What the main pages cost, beside the barest page that could show the same. See README.md."""
