"""What free text means beyond its characters, and which slips are in it."""
