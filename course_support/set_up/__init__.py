"""What ``start.py`` does, with the standard library alone: set up, open, check."""
