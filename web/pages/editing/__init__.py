"""Pages on which people add to the archive: publishing, corrections, withdrawals, verdicts."""
