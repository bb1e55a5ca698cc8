"""What Lianke decides; slices in the middle, thin doors at the edge."""
