"""History: conversations as trees in one SQLite file, with search, drafts, trash, backups and repair."""
