"""The demo: everything in one parent process, and the story it tells."""
