"""What the staff see first: the overview, the palette and the journal."""
