"""Speed as ratios: ours and a real peer, alternating in one run. `make bench` runs all of them."""
