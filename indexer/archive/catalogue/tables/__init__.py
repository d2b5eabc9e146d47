"""The tables of the catalogue, and what conditions and values they share."""
