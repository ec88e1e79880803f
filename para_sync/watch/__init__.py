"""Watching a vault: from what the system tells to writes at the right moment."""
