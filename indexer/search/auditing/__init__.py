"""What auditors count and list: trends, batches of phrases, concordances."""
