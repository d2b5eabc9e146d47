"""What is asked and what is found."""
