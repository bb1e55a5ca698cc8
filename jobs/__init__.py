"""Time passes and queues ring: reactions, the relay, the sweep, the clock."""
