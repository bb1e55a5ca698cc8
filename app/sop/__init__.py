"""SOPs: sequences of tasks and messages that accompany a new customer."""
