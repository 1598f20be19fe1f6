"""不联网: the workbook of a unit that has no network, and what it says when it comes back signed. Reads only."""
