"""What people add to an archive, which nothing can rebuild: verdicts, corrections, names, accounts."""
