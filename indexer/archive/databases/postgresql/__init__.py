"""Tables in a database on a server: PostgreSQL, for archives that more than one machine serves."""
