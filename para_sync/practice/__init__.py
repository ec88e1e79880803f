"""Sessions and scores: runs, verdicts on criteria, gaps."""
