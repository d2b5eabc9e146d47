"""The whole archive as a folder of tables: JSON Lines and CSV, with a dictionary of their columns."""
