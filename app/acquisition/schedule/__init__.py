"""Who receives the customers of a live code, at every moment."""
