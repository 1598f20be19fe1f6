"""使用说明: a chapter for each role and a word on every page, for those who use the application."""
