"""What para-sync costs beside its peers, on large vaults: `python -m benchmarks.peers`."""
