"""The kinds of steps: what each does when it falls due."""
