"""What the API consists of beside the pages: its description, reports whole, lists that are gone through."""
