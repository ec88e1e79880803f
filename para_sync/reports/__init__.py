"""Findings and tables for people and machines, one module a format."""
