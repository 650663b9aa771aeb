"""How long things take, as ratios of medians within one run."""
