"""Why something is shown: the notes, properties and cells of the manual behind it."""
