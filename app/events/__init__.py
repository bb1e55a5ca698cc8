"""What can have happened: facts, named in the past tense, that reactions answer to."""
