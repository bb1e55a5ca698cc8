"""A fortnight of live codes: the simulated WeCom beside an oracle that knows nothing of the house."""
