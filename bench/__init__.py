"""Measuring this application beside the least that such a page can cost (bench/README.md)."""
