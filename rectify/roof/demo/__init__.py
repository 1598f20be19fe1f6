"""The demo city: an invented place whose twelve weeks are lived through by the same actions as real work."""
