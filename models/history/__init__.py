"""History: conversations as trees in one SQLite file, with search, drafts, trash, backups and repair."""

from models.history.lean_import import import_sqlite_utils

import_sqlite_utils()
