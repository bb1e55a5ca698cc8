"""The REST shell: tokens, repeats, errors as JSON, pages of lists, and the description of it all."""
