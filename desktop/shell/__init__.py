"""What surrounds a conversation: header, bars, and the desk that carries questions to the assistant."""
