"""Where an archive lies: its folder, its lock, its generations, and what is open of them."""
