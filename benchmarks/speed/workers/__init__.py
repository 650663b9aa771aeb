"""Programs that run in a peer's own environment, and know nothing of ours but what stands in this folder."""
