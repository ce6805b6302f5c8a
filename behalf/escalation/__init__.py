"""A case goes up a tier with its dossier, and the answer comes down."""
