"""Written designs: their records, what stands in a note, and what is missing from it."""
