"""Running notebooks in bulk, rosters, groups and collation."""
