"""Values turned into what a template shows."""
