"""The simulated WeCom keeps its promises, seen over real HTTP."""
