"""How often the answers are right: any file of questions with answers, at any effort, with or without an adapter."""
