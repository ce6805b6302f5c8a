"""Reading mail: raw bytes to what a mail says, and what is to become of it. Plain Python, no database."""
