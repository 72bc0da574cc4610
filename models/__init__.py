"""Everything of Rationale that is not the window: model, reasoning, history and learning. Never imports Qt."""
