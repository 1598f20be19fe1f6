"""Everything `manage.py serve` does before and while it serves."""
