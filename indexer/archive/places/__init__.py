"""What is held by place: one place with all of it, and the years that reports are held of."""
