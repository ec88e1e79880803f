"""What is on disk, as values: properties, Markdown, links, notes, and the whole vault."""
