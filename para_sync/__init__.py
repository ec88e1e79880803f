"""Keep an Obsidian vault for interview preparation honest: lint it, and keep its tables true."""

__version__ = "0.1.0"
