"""Models that other programs keep on this computer: read where they lie, never moved or changed."""
