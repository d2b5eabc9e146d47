"""What keeps an archive whole, and shows that it is: originals, manifests, backups, verification."""
