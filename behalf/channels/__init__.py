"""How mail becomes a case, and how answers leave."""
