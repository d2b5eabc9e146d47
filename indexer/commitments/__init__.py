"""What reports promise, and what became of it: sentences, their roles, commitments, evidence."""
