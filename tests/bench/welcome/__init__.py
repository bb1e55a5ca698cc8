"""How soon customers are welcomed while everything else waits: `python -m tests.bench.welcome`."""
