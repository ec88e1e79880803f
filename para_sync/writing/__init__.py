"""Designs written by a model, section by section: the only place from which anything is sent anywhere."""
