"""One archive, opened for reading: what is known of its reports and what people add to them."""
