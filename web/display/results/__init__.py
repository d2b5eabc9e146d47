"""What a search found as it is shown, and what else can be asked."""
